"""Articles on the editors' desk: corrected, published, hidden and withdrawn through the store."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminErrorList, AdminForm
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.admin import UserAdmin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy

from archive import review, search, store
from archive.admin import edit_conflict
from archive.admin.edit_conflict import find_conflict
from archive.admin.forms import ArticleForm
from archive.admin.history import HistoryAdmin
from archive.admin.pictures import ImageForms, ImageInline, save_pictures
from archive.models import Article, User
from archive.selection import Selection
from archive.store import load
from archive.text.numbers import number_of

#: Results of a search that the list shows, best first.
FOUND_MOST: Final = 500
#: Articles named before they are withdrawn; the rest are counted.
NAMED_MOST: Final = 20

admin.site.site_header = admin.site.site_title = format_lazy(
    gettext_lazy("{name}: editors’ desk"), name=settings.ARCHIVE_NAME
)
admin.site.index_title = gettext_lazy("Overview")
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
    search_help_text = gettext_lazy("Search as on the reading pages, or enter an article’s ID.")
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
        """Articles are imported: each has its source."""
        return False

    def get_view_on_site_url(self, obj: Article | None = None) -> str | None:
        """Only published articles have a page there."""
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
        """Instead of Django's: the form shows the content, which is no field of Article, and comes
        back merged where somebody saved since it was opened."""
        if request.method != "POST":
            return self._edit(request, object_id, form_url)
        # The writers' lock first, then the article's: imports take them in this order.
        with store.writing():
            return self._edit(request, object_id, form_url)

    def _edit(self, request: HttpRequest, object_id: str, form_url: str) -> HttpResponse:
        posted = request.POST if request.method == "POST" else None
        may = self.has_view_or_change_permission if posted is None else self.has_change_permission
        article = self.article(request, object_id, may)
        conflict = None if posted is None else find_conflict(article, posted)
        data, files = conflict.data if conflict else posted, request.FILES or None
        form_class: Any = self.get_form(request, article, change=True)
        form = form_class(
            data,
            files,
            instance=article,
            present=load.contents_of([article.pk])[article.pk],
            edit_conflict=conflict is not None,
        )
        [(formset_class, inline)] = self.get_formsets_with_inlines(request, article)
        images = formset_class(
            data,
            files,
            instance=article,
            prefix=edit_conflict.PREFIX,
            queryset=inline.get_queryset(request),
        )
        if form.is_valid() & images.is_valid():
            self._save(request, form, images)
            self.log_change(request, article, _change_message(form, images))
            return self.response_change(request, article)
        context = {
            **self._form_context(request, form, images, inline),
            "object_id": object_id,
            "conflict": conflict,
        }
        return self.render_change_form(
            request, context, change=True, obj=article, form_url=form_url
        )

    def _save(self, request: HttpRequest, form: ArticleForm, images: ImageForms) -> None:
        """One version at most, of the text; pictures are attached to the captions it has then."""
        captions = tuple(
            image_form.content()
            for image_form in images.forms
            if image_form.cleaned_data and not image_form.cleaned_data.get("DELETE")
        )
        store.correct(
            form.instance.pk,
            form.content(captions),
            by=request.user,  # type: ignore[arg-type]
            why=form.cleaned_data["why"],
            version=form.cleaned_data["version"],
            hide_earlier=form.cleaned_data["keep_earlier"],
        )
        save_pictures(request, form.instance.pk, images)

    def _form_context(
        self, request: HttpRequest, form: ArticleForm, images: ImageForms, inline: Any
    ) -> dict[str, Any]:
        """What Django's template of a form needs."""
        article = form.instance
        fieldsets: Any = list(self.get_fieldsets(request, article))
        may_change = self.has_change_permission(request, article)
        read_only = () if may_change else flatten_fieldsets(fieldsets)
        admin_form = AdminForm(form, fieldsets, {}, read_only, model_admin=self)
        image_forms = self.get_inline_formsets(request, [images], [inline], article)
        title = gettext("Change %(name)s") if may_change else gettext("View %(name)s")
        return {
            **self.admin_site.each_context(request),
            "title": title % {"name": self.opts.verbose_name},
            "subtitle": str(article),
            "adminform": admin_form,
            "original": article,
            "is_popup": False,
            "to_field": None,
            "media": self.media + admin_form.media + image_forms[0].media,
            "inline_admin_formsets": image_forms,
            "errors": AdminErrorList(form, [images]),
            "preserved_filters": self.get_preserved_filters(request),
        }

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        """The form begins with the fields that the parser was unsure of."""
        article = options["obj"]
        if self.has_change_permission(request, article):
            context["doubtful"] = review.with_buttons(review.questions_about(article))
        return super().render_change_form(request, context, *args, **options)

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
            "missing_reason": "reason" in request.POST,
            "chosen": request.POST.getlist("_selected_action"),
            "across": request.POST.get("select_across", "0"),
        }
        return TemplateResponse(request, "admin/articles/withdraw.html", context)


def _change_message(form: ArticleForm, images: ImageForms) -> str:
    fields = [name for name in form.changed_data if name not in ("why", "version", "keep_earlier")]
    if images.has_changed():
        fields.append("images")
    why = form.cleaned_data["why"]
    return f"Corrected {', '.join(fields) or 'nothing'}{f': {why}' if why else ''}"
