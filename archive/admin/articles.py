"""The editors' side: articles corrected through the store; people and papers in admin_names."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.db.models import Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy

from archive import review, search, store
from archive.admin import edit_conflict
from archive.admin.forms import ArticleForm
from archive.admin.history import HistoryAdmin
from archive.admin.pictures import ImageInline, save_pictures
from archive.models import Article, User
from archive.selection import Selection
from archive.store import load
from archive.text.numbers import number_of

#: How many articles a search in the admin looks at, best first.
FOUND_MOST: Final = 500
#: Articles that are named before they are withdrawn; the rest is counted.
NAMED_MOST: Final = 20

admin.site.site_header = admin.site.site_title = format_lazy(
    gettext_lazy("{name}: the editors’ desk"), name=settings.ARCHIVE_NAME
)
admin.site.index_title = gettext_lazy("What there is to do")
admin.site.register(User, UserAdmin)


@admin.register(Article)
class ArticleAdmin(HistoryAdmin):
    form = ArticleForm
    inlines = (ImageInline,)
    list_display = ("__str__", "publication", "first_day", "state", "words")
    list_filter = ("state",)
    list_select_related = ("publication",)
    list_per_page = 50
    search_fields = ("headline",)
    search_help_text = gettext_lazy("Words, as on the reading pages, or an article’s number.")
    ordering = ("-pk",)
    show_full_result_count = False
    actions = ("publish", "hide", "withdraw")
    fields = (
        "version",
        "headline",
        "standfirst",
        "date",
        "publication_name",
        "section",
        "authors",
        "text",
        "language",
        "url",
        "why",
        "keep_earlier",
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Articles come in as files: every one has its source."""
        return False

    def get_view_on_site_url(self, obj: Article | None = None) -> str | None:
        """What readers do not see has no page there."""
        if obj is not None and obj.state != Article.State.PUBLISHED:
            return None
        return super().get_view_on_site_url(obj)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        term = search_term.strip()
        if not term:
            return queryset, False
        if (number := number_of(term)) is not None:
            return queryset.filter(pk=number), False
        try:
            found = search.engine().search(Selection(q=term), 1, FOUND_MOST).ids
        except search.SearchUnavailable as problem:
            messages.warning(request, str(problem))
            return queryset.none(), False
        hidden = ~Q(state=Article.State.PUBLISHED) & Q(headline__icontains=term)
        return queryset.filter(Q(pk__in=found) | hidden), False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Where somebody wrote since the form was opened, the form comes back with both."""
        if request.method != "POST":
            return super().change_view(request, object_id, form_url, extra_context)
        # The writers' lock first, then the article's: as imports take them, or both wait for ever.
        with store.writing():
            context = dict(extra_context or {})
            article = self.get_object(request, unquote(object_id))
            if article is not None and (told := edit_conflict.told(article, request.POST)):
                request.POST = told.data  # type: ignore[assignment]
                request.META["archive.told"] = context["told"] = told
            return super().change_view(request, object_id, form_url, context)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        """The form begins with the fields that the parser was unsure of."""
        article = options.get("obj")
        if article is not None and self.has_change_permission(request, article):
            context["doubtful"] = review.with_buttons(review.questions_about(article))
        return super().render_change_form(request, context, *args, **options)

    def get_form(self, request: Any, obj: Any = None, change: Any = False, **options: Any) -> Any:
        form = super().get_form(request, obj, change, **options)
        if obj is None:
            return form
        present = load.contents_of([obj.pk])[obj.pk]
        told = "archive.told" in request.META

        class WithContent(form):  # type: ignore[misc, valid-type]
            def __init__(self, *args: Any, **kwargs: Any) -> None:
                super().__init__(*args, present=present, told=told, **kwargs)

        return WithContent

    def save_model(self, request: Any, obj: Any, form: Any, change: Any) -> None:
        """Nothing here: save_related has the pictures too, and gives all to the store."""

    def save_related(
        self, request: HttpRequest, form: ModelForm[Article], formsets: Any, change: bool
    ) -> None:
        assert isinstance(form, ArticleForm)
        images = tuple(
            one.content()
            for formset in formsets
            for one in formset.forms
            if one.cleaned_data and not one.cleaned_data.get("DELETE")
        )
        store.correct(
            form.instance.pk,
            form.content(images),
            by=request.user,  # type: ignore[arg-type]
            why=form.cleaned_data["why"],
            version=form.cleaned_data["version"],
            hide_earlier=form.cleaned_data["keep_earlier"],
        )
        save_pictures(request, form.instance.pk, formsets)

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        fields = [
            name for name in form.changed_data if name not in ("why", "version", "keep_earlier")
        ]
        if any(formset.has_changed() for formset in formsets):
            fields.append("images")
        why = form.cleaned_data.get("why")
        return f"Corrected {', '.join(fields) or 'nothing'}{f': {why}' if why else ''}"

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        store.discard([obj.pk], by=request.user, why="deleted in the admin")  # type: ignore[arg-type]

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        ids = list(queryset.values_list("pk", flat=True))
        store.discard(ids, by=request.user, why="deleted in the admin")  # type: ignore[arg-type]

    @admin.action(description=gettext_lazy("Publish"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self.set_state(request, list(queryset), Article.State.PUBLISHED, "")

    @admin.action(description=gettext_lazy("Hide from readers"), permissions=["change"])
    def hide(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self.set_state(request, list(queryset), Article.State.HIDDEN, "")

    @admin.action(description=gettext_lazy("Withdraw, with a reason"), permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
        reason = request.POST.get("reason", "").strip()
        if reason:
            self.set_state(request, list(queryset), Article.State.WITHDRAWN, reason)
            return HttpResponseRedirect(request.get_full_path())
        count = queryset.count()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Withdraw articles"),
            "articles": queryset[:NAMED_MOST],
            "more": max(0, count - NAMED_MOST),
            "asked": "reason" in request.POST,
            "chosen": request.POST.getlist("_selected_action"),
            "across": request.POST.get("select_across", "0"),
        }
        return TemplateResponse(request, "admin/articles/withdraw.html", context)
