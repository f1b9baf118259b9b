"""Authors and publications on the desk: likely duplicates merged with one click, namesakes split,
and both undone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar, Final, TypeVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from archive.admin import name_pairs
from archive.models import (
    Article,
    Author,
    AuthorMove,
    AuthorsApart,
    Byline,
    Publication,
    PublicationMove,
    PublicationsApart,
)
from archive.name_matching import Pair, likely_authors, likely_publications
from archive.store import merge as store_merge
from archive.store.merge import NotPossible
from archive.text.numbers import id_of
from archive.views.cache import PerGeneration

#: Pairs a page, and recent merges and splits above them.
PAGE: Final = 25
RECENT: Final = 10
#: How many can be merged from the list at once.
MERGED_MOST: Final = 50

_N = TypeVar("_N", Author, Publication)


class NameForm(forms.ModelForm[Any]):
    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if problem := store_merge.name_problem(self.instance, name):
            raise forms.ValidationError(problem)
        return name


class NamesAdmin(admin.ModelAdmin[_N]):
    """Owners of names: authors or publications. They come with articles and go with them; here
    they are renamed, merged and told apart."""

    show_full_result_count = False
    search_fields = ("name", "names__name")
    list_per_page = 100
    actions = ("join",)
    form = NameForm
    change_list_template = "admin/names/change_list.html"
    change_form_template = "admin/names/change_form.html"
    #: What differs between the two kinds. Rows of `links` tie an article, by the field
    #: `linked_article`, to the owner, by the field that is called as the model.
    links: ClassVar[type[Byline] | type[Article]]
    linked_article: ClassVar[str]
    move: ClassVar[type[AuthorMove] | type[PublicationMove]]
    apart: ClassVar[type[AuthorsApart] | type[PublicationsApart]]
    pairs: ClassVar[PerGeneration[list[Pair]]]
    #: (owner, into, by) -> move; (move, by); (owner, *values of `fields`).
    merge: ClassVar[Callable[..., AuthorMove | PublicationMove]]
    unmerge: ClassVar[Callable[..., None]]
    rename: ClassVar[Callable[..., None]]

    @property
    def kind(self) -> str:
        """ "author" or "publication"."""
        return self.opts.model_name or ""

    def latest_articles(self) -> QuerySet[Any]:
        """Ids of the articles of OuterRef("pk"), the latest first."""
        links: QuerySet[Any] = self.links._default_manager.filter(**{self.kind: OuterRef("pk")})
        return links.order_by("-pk").values(self.linked_article)

    def counts(self, ids: Iterable[int]) -> dict[int, int]:
        links = self.links._default_manager.filter(**{f"{self.kind}__in": list(ids)}).order_by()
        return dict(links.values_list(self.kind).annotate(Count("pk")))

    # Django's part

    def get_queryset(self, request: HttpRequest) -> QuerySet[_N]:
        return self.model.objects.all()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: _N, form: Any, change: bool) -> None:
        self.rename(obj, *(getattr(obj, str(field)) for field in self.fields or ()))

    def get_urls(self) -> list[URLPattern]:
        name = f"archive_{self.kind}"
        own = [
            path("likely/", self._guarded(self.likely_view), name=f"{name}_likely"),
            path("<path:object_id>/names/", self._guarded(self.names_view), name=f"{name}_names"),
        ]
        return own + super().get_urls()

    def _guarded(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        def allowed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not self.has_change_permission(request):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return self.admin_site.admin_view(allowed)

    # Pages

    def likely_view(self, request: HttpRequest) -> HttpResponse:
        """Likely duplicates, those with most articles first, below what was done recently."""
        if request.method == "POST":
            self._act(request)
            return HttpResponseRedirect(request.get_full_path())
        waiting = name_pairs.still_open(self.model, self.apart, self.pairs(request))
        page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
        context = {
            **self._context(request),
            "title": _("Likely duplicates"),
            "page": page,
            "pairs": name_pairs.rows(self.model, self.latest_articles(), page.object_list),
            "recent": self._moves()[:RECENT],
        }
        return TemplateResponse(request, "admin/names/likely.html", context)

    def names_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """All names of one owner, whom to merge it into, and how to split namesakes."""
        owner = self.get_object(request, unquote(object_id))
        if owner is None:
            raise Http404
        if request.method == "POST":
            self._act(request, owner)
            return HttpResponseRedirect(request.get_full_path())
        context = {
            **self._context(request),
            "title": _("Names of %(name)s") % {"name": owner},
            "owner": owner,
            "names": self.names_of(owner),
            "publications": self.publications_of(owner),
            "moves": self._moves().filter(Q(into=owner) | Q(**{self.kind: owner})),
        }
        return TemplateResponse(request, "admin/names/names.html", context)

    def _moves(self) -> QuerySet[Any]:
        standing = self.move._default_manager.filter(taken_back_at__isnull=True)
        return standing.select_related("by", "into")

    def _context(self, request: HttpRequest) -> dict[str, Any]:
        each = self.admin_site.each_context(request)
        changelist = reverse(f"admin:archive_{self.kind}_changelist")
        return {**each, "opts": self.opts, "list": changelist}

    def names_of(self, owner: _N) -> Sequence[Any]:
        return list(owner.names.order_by("name"))

    def publications_of(self, owner: _N) -> Sequence[tuple[Publication, int]]:
        """Those that an author can be split by, with the author's articles in each."""
        return ()

    @admin.action(description=gettext_lazy("Merge selected"), permissions=["change"])
    def join(self, request: HttpRequest, queryset: QuerySet[_N]) -> HttpResponse | None:
        """Ask which of them stays, then merge the others into it."""
        chosen = list(queryset[:MERGED_MOST])
        into = next((owner for owner in chosen if str(owner.pk) == request.POST.get("into")), None)
        if len(chosen) < 2:
            messages.warning(request, _("Select two or more to merge."))
            return None
        if into is not None:
            for owner in chosen:
                if owner.pk != into.pk:
                    self._merge(request, owner, into)
            return None
        counts = self.counts(owner.pk for owner in chosen)
        with_counts = [(owner, counts.get(owner.pk, 0)) for owner in chosen]
        context = {
            **self._context(request),
            "title": _("Which one stays?"),
            "chosen": sorted(with_counts, key=lambda pair: -pair[1]),
        }
        return TemplateResponse(request, "admin/names/merge.html", context)

    # What the buttons do

    def _act(self, request: HttpRequest, owner: _N | None = None) -> None:
        """A button's name says what to do, its value with whom."""
        data = request.POST
        try:
            if "join" in data:
                self._merge(request, *self._both(data["join"]))
            elif "apart" in data:
                first, second = self._both(data["apart"])
                store_merge.mark_different(first, second, request.user)  # type: ignore[arg-type]
                said = _("%(first)s and %(second)s will not be suggested again.")
                messages.success(request, said % {"first": first, "second": second})
            elif "back" in data:
                self._undo(request, data["back"])
            elif "into" in data and owner is not None:
                self._merge(request, owner, self._called(data["into"]))
            elif "part" in data and owner is not None:
                self._split(request, owner, data["part"])
        except NotPossible as problem:
            messages.error(request, str(problem))

    def _merge(self, request: HttpRequest, owner: _N, into: _N) -> None:
        count = self.merge(owner, into, request.user).articles
        said = _("Merged %(name)s into %(into)s: %(articles)s moved.")
        said = said % {"name": owner, "into": into, "articles": _articles(count)}
        self.log_change(request, into, said)
        self.log_change(request, owner, said)
        messages.success(request, said)

    def _undo(self, request: HttpRequest, number: str) -> None:
        move = self.move._default_manager.filter(pk=id_of(number)).first()
        if move is None:
            raise NotPossible(_("There is nothing to undo."))
        self.unmerge(move, request.user)
        said = _("Undone: %(what)s.") % {"what": move}
        self.log_change(request, move.into, said)  # type: ignore[arg-type]
        messages.success(request, said)

    def _split(self, request: HttpRequest, owner: _N, publication_id: str) -> None:
        raise NotPossible(_("Only authors can be split."))

    def _both(self, value: str) -> tuple[_N, _N]:
        first, _colon, second = value.partition(":")
        owners = self.model.objects.in_bulk([id_of(first), id_of(second)])
        if len(owners) < 2:
            raise NotPossible(_("Someone else has merged one of the two already."))
        return owners[id_of(first)], owners[id_of(second)]

    def _called(self, text: str) -> _N:
        """By id, slug or name."""
        words = text.strip()
        number = id_of(words)
        owners = self.model.objects.filter(Q(pk=number) | Q(slug=words) | Q(name__iexact=words))
        if not words or len(matching := list(owners[:2])) != 1:
            problem = _(
                "“%(words)s” is nobody’s name, or that of several: enter the ID, which is in the "
                "address of this page."
            )
            raise NotPossible(problem % {"words": words})
        return matching[0]


@admin.register(Author)
class AuthorAdmin(NamesAdmin[Author]):
    list_display = fields = ("name", "kind")
    list_filter = ("kind",)
    links = Byline
    linked_article = "article_id"
    move = AuthorMove
    apart = AuthorsApart
    pairs = PerGeneration(likely_authors)
    merge = staticmethod(store_merge.merge_authors)
    unmerge = staticmethod(store_merge.undo_author_move)
    rename = staticmethod(store_merge.rename_author)

    def names_of(self, owner: Author) -> Sequence[Any]:
        return list(owner.names.select_related("publication").order_by("name"))

    def publications_of(self, owner: Author) -> Sequence[tuple[Publication, int]]:
        bylines = Byline.objects.filter(author=owner, article__publication__isnull=False).order_by()
        counts = dict(bylines.values_list("article__publication").annotate(Count("pk")))
        publications = Publication.objects.in_bulk(list(counts))
        return [(publications[pk], counts[pk]) for pk in sorted(counts, key=lambda pk: -counts[pk])]

    def _split(self, request: HttpRequest, owner: Author, publication_id: str) -> None:
        publication = Publication.objects.filter(pk=id_of(publication_id)).first()
        if publication is None:
            raise NotPossible(_("That publication no longer exists."))
        move = store_merge.split_author(owner, publication, request.user)  # type: ignore[arg-type]
        said = _("Split: %(articles)s in %(publication)s moved to a namesake.")
        said = said % {"articles": _articles(move.articles), "publication": publication}
        self.log_change(request, owner, said)
        self.log_addition(request, move.into, said)
        messages.success(request, said)


@admin.register(Publication)
class PublicationAdmin(NamesAdmin[Publication]):
    list_display = fields = ("name", "domain")
    links = Article
    linked_article = "pk"
    move = PublicationMove
    apart = PublicationsApart
    pairs = PerGeneration(likely_publications)
    merge = staticmethod(store_merge.merge_publications)
    unmerge = staticmethod(store_merge.undo_publication_move)
    rename = staticmethod(store_merge.rename_publication)


def _articles(count: int) -> str:
    return ngettext("%(total)s article", "%(total)s articles", count) % {"total": f"{count:,}"}
