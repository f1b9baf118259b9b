"""Every public URL, on one screen."""

from django.contrib import admin
from django.urls import path, register_converter

from archive.views import (
    addresses,
    article,
    articles,
    authors,
    calendars,
    choices,
    examples,
    front,
    images,
    machines,
    pictures,
    publications,
    reading_list,
    source,
    span,
    suggesting,
    versions,
    why,
)

register_converter(addresses.Year, "year")
register_converter(addresses.TwoDigits, "two")
register_converter(addresses.Word, "word")
register_converter(addresses.ArticlePath, "article")

urlpatterns = [
    path("", front.home, name="home"),
    path("articles/", articles.articles, name="articles"),
    path("articles/suggest", suggesting.suggest, name="suggest"),
    path("articles/help/", examples.page, name="help"),
    path("calendar/", span.span, name="calendar"),
    path("<year:year>/", calendars.year, name="year"),
    path("<year:year>/<two:month>/", calendars.month, name="month"),
    path("<year:year>/<two:month>/<two:day>/", front.day, name="day"),
    path("<article:path>/", article.article, name="article"),
    path("a/<int:article_id>/", article.short, name="short"),
    path("a/<int:pk>/source/", source.source, name="article-source"),
    path("a/<int:pk>/why/", why.why, name="article-why"),
    path("a/<int:pk>/versions/", versions.listed, name="article-versions"),
    path("a/<int:pk>/versions/<int:number>/", versions.one, name="article-version"),
    path("a/<int:pk>/compare/", versions.compare, name="article-compare"),
    path("authors/", authors.authors, name="authors"),
    path("authors/<word:slug>/", authors.author, name="author"),
    path("publications/", publications.publications, name="publications"),
    path("publications/<word:slug>/", publications.publication, name="publication"),
    path("images/", images.images, name="images"),
    path("pictures/<slug:key>/<int:width>.webp", pictures.size, name="picture"),
    path("kept/", reading_list.kept, name="kept"),
    path("kept/articles.txt", reading_list.as_file, name="kept-file"),
    path("choices/", choices.choices, name="choices"),
    path("robots.txt", machines.robots, name="robots"),
    path("health/", machines.health, name="health"),
    path("admin/", admin.site.urls),
]

handler400 = "archive.views.errors.bad_request"
handler403 = "archive.views.errors.forbidden"
handler404 = "archive.views.errors.not_found"
handler500 = "archive.views.errors.server_error"
