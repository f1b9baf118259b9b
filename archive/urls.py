"""Every public URL, on one screen."""

from django.contrib import admin
from django.urls import path, register_converter

from archive.admin import first_editor
from archive.views import (
    article,
    articles,
    calendar_span,
    calendars,
    explain,
    front,
    history,
    http,
    machines,
    names,
    picture_files,
    preferences,
    search_help,
    source,
)
from archive.views.articles import suggest
from archive.views.exports import articles as article_files
from archive.views.exports import selections
from archive.views.pictures import images
from archive.views.reading_list import pages as kept_articles

register_converter(http.Year, "year")
register_converter(http.TwoDigits, "two")
register_converter(http.Slug, "word")
register_converter(http.ArticlePath, "article")
register_converter(http.WithoutDot, "plain")
register_converter(http.Suffix, "suffix")

urlpatterns = [
    path("", front.home, name="home"),
    path("articles/", articles.articles, name="articles"),
    path("articles.<suffix:suffix>", selections.selection, name="selection"),
    path("articles/suggest", suggest, name="suggest"),
    path("articles/help/", search_help.page, name="help"),
    path("calendar/", calendar_span.span, name="calendar"),
    path("<year:year>/", calendars.year, name="year"),
    path("<year:year>/<two:month>/", calendars.month, name="month"),
    path("<year:year>/<two:month>/<two:day>/", front.day, name="day"),
    path("<article:path>/", article.article, name="article"),
    path("<plain:path>.<suffix:suffix>", article_files.by_path, name="article-file"),
    path("a/<int:article_id>.<suffix:suffix>", article_files.by_id, name="short-file"),
    path("a/<int:article_id>/", article.short, name="short"),
    path("a/<int:pk>/source/", source.source, name="article-source"),
    path("a/<int:pk>/why/", explain.why, name="article-why"),
    path("a/<int:pk>/versions/", history.listed, name="article-versions"),
    path("a/<int:pk>/versions/<int:number>/", history.version, name="article-version"),
    path("a/<int:pk>/compare/", history.compare, name="article-compare"),
    path("authors/", names.authors, name="authors"),
    path("authors/<word:slug>/", names.author, name="author"),
    path("publications/", names.publications, name="publications"),
    path("publications/<word:slug>/", names.publication, name="publication"),
    path("images/", images, name="images"),
    path("pictures/<slug:key>/<int:width>.webp", picture_files.size, name="picture"),
    path("kept/", kept_articles.kept, name="kept"),
    path("kept/articles.txt", kept_articles.as_file, name="kept-file"),
    path("choices/", preferences.choices, name="choices"),
    path("robots.txt", machines.robots, name="robots"),
    path("health/", machines.health, name="health"),
    path("admin/login/", first_editor.sign_in),
    path("admin/first-editor/", first_editor.first_editor, name="first-editor"),
    path("admin/", admin.site.urls),
]

handler400 = "archive.views.errors.bad_request"
handler403 = "archive.views.errors.forbidden"
handler404 = "archive.views.errors.not_found"
handler500 = "archive.views.errors.server_error"
