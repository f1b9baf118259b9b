"""Authors and publications in the admin: likely pairs joined with one click, parted, taken back."""

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

from archive import name_matching
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
from archive.name_matching import Pair
from archive.store.merge import (
    NotPossible,
    mark_different,
    merge_authors,
    merge_publications,
    name_problem,
    rename_author,
    rename_publication,
    split_author,
    undo_author_move,
    undo_publication_move,
)
from archive.text.numbers import id_of
from archive.views.cache import PerGeneration

#: Pairs a page, and what was done lately above them.
PAGE: Final = 25
LATELY: Final = 10
#: How many may be joined from the list at once.
JOINED_MOST: Final = 50

_N = TypeVar("_N", Author, Publication)


class NamesAdmin(admin.ModelAdmin[_N]):
    """What authors and publications have in common. They come with articles and go with them;
    here they are renamed, joined and told apart."""

    show_full_result_count = False
    search_fields = ("name", "names__name")
    list_per_page = 100
    actions = ("join",)
    change_list_template = "admin/names/change_list.html"
    change_form_template = "admin/names/change_form.html"
    #: Given by the two below.
    move: ClassVar[type[AuthorMove] | type[PublicationMove]]
    apart: ClassVar[type[AuthorsApart] | type[PublicationsApart]]
    pairs: ClassVar[PerGeneration[list[Pair]]]
    #: (one, into, by) gives the move; (move, by) takes it back.
    merge: ClassVar[Callable[..., AuthorMove | PublicationMove]]
    unmerge: ClassVar[Callable[..., None]]

    def examples(self) -> QuerySet[Any]:
        """Ids of the articles of OuterRef("pk"), the latest first."""
        raise NotImplementedError

    def counts(self, ids: Iterable[int]) -> dict[int, int]:
        raise NotImplementedError

    # Django's part

    def get_queryset(self, request: HttpRequest) -> QuerySet[_N]:
        return self.model.objects.all()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        name = f"archive_{self.opts.model_name}"
        mine = [
            path("likely/", self._guarded(self.likely_view), name=f"{name}_likely"),
            path("<path:object_id>/names/", self._guarded(self.names_view), name=f"{name}_names"),
        ]
        return mine + super().get_urls()

    def _guarded(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        def allowed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not self.has_change_permission(request):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return self.admin_site.admin_view(allowed)

    # Pages

    def likely_view(self, request: HttpRequest) -> HttpResponse:
        """Likely pairs, the weightiest first; what was done lately above them."""
        if request.method == "POST":
            self._act(request)
            return HttpResponseRedirect(request.get_full_path())
        waiting = name_pairs.still_open(self.model, self.apart, self.pairs(request))
        page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
        lately = self.move.objects.filter(taken_back_at__isnull=True).select_related("by", "into")
        context = {
            **self._context(request),
            "title": _("Likely the same"),
            "page": page,
            "shown": name_pairs.shown(self.model, self.examples(), page.object_list),
            "lately": lately[:LATELY],
        }
        return TemplateResponse(request, "admin/names/likely.html", context)

    def names_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """All names of one, whom to join them to, and how to part namesakes."""
        one = self.get_object(request, unquote(object_id))
        if one is None:
            raise Http404
        if request.method == "POST":
            self._act(request, one)
            return HttpResponseRedirect(request.get_full_path())
        moves = self.move.objects.filter(taken_back_at__isnull=True).filter(
            Q(into=one) | Q(**{self.opts.model_name or "": one})
        )
        context = {
            **self._context(request),
            "title": _("Names of %(name)s") % {"name": one},
            "one": one,
            "names": self.names_of(one),
            "places": self.places(one),
            "moves": moves.select_related("by", "into"),
        }
        return TemplateResponse(request, "admin/names/names.html", context)

    def _context(self, request: HttpRequest) -> dict[str, Any]:
        name = f"admin:archive_{self.opts.model_name}_changelist"
        each = self.admin_site.each_context(request)
        return {**each, "opts": self.opts, "list": reverse(name)}

    def names_of(self, one: _N) -> Sequence[Any]:
        return list(one.names.order_by("name"))

    def places(self, one: _N) -> Sequence[tuple[Publication, int]]:
        """Publications that an author could be parted by, with how many articles there."""
        return ()

    @admin.action(description=gettext_lazy("Join those chosen"), permissions=["change"])
    def join(self, request: HttpRequest, queryset: QuerySet[_N]) -> HttpResponse | None:
        """Ask which of them stays, then join the others to it."""
        chosen = list(queryset[:JOINED_MOST])
        into = next((one for one in chosen if str(one.pk) == request.POST.get("into")), None)
        if len(chosen) < 2:
            messages.warning(request, _("Choose two or more to join."))
            return None
        if into is not None:
            for one in chosen:
                if one.pk != into.pk:
                    self._join(request, one, into)
            return None
        counts = self.counts([one.pk for one in chosen])
        context = {
            **self._context(request),
            "title": _("Which one stays?"),
            "chosen": sorted(
                ((one, counts.get(one.pk, 0)) for one in chosen), key=lambda pair: -pair[1]
            ),
        }
        return TemplateResponse(request, "admin/names/merge.html", context)

    # What the buttons do

    def _act(self, request: HttpRequest, one: _N | None = None) -> None:
        """A button's name says what is to be done, its value to whom."""
        data = request.POST
        try:
            if "join" in data:
                other, into = self._both(data["join"])
                self._join(request, other, into)
            elif "apart" in data:
                first, second = self._both(data["apart"])
                mark_different(first, second, request.user)  # type: ignore[arg-type]
                said = _("%(one)s and %(other)s are not suggested again.")
                messages.success(request, said % {"one": first, "other": second})
            elif "back" in data:
                self._take_back(request, data["back"])
            elif "into" in data and one is not None:
                self._join(request, one, self._called(data["into"]))
            elif "part" in data and one is not None:
                self._part(request, one, data["part"])
        except NotPossible as problem:
            messages.error(request, str(problem))

    def _join(self, request: HttpRequest, one: _N, into: _N) -> None:
        count = self.merge(one, into, request.user).articles
        said = _("Joined %(one)s to %(into)s: %(articles)s went.")
        said = said % {"one": one, "into": into, "articles": _articles(count)}
        self.log_change(request, into, said)
        self.log_change(request, one, said)
        messages.success(request, said)

    def _take_back(self, request: HttpRequest, number: str) -> None:
        move = self.move.objects.filter(pk=id_of(number)).first()
        if move is None:
            raise NotPossible(_("There is nothing of that kind to take back."))
        self.unmerge(move, request.user)
        said = _("Taken back: %(what)s.") % {"what": move}
        self.log_change(request, move.into, said)  # type: ignore[arg-type]
        messages.success(request, said)

    def _part(self, request: HttpRequest, one: _N, number: str) -> None:
        raise NotPossible(_("Only authors have namesakes."))

    def _both(self, value: str) -> tuple[_N, _N]:
        first, _colon, second = value.partition(":")
        found = self.model.objects.in_bulk([id_of(first), id_of(second)])
        if len(found) < 2:
            raise NotPossible(_("One of the two was joined to somebody meanwhile."))
        return found[id_of(first)], found[id_of(second)]

    def _called(self, text: str) -> _N:
        """By number, slug or name."""
        words = text.strip()
        number = id_of(words)
        found = self.model.objects.filter(Q(pk=number) | Q(slug=words) | Q(name__iexact=words))
        if not words or len(some := list(found[:2])) != 1:
            raise NotPossible(
                _(
                    "“%(words)s” names nobody here, or several: give the number that stands in "
                    "the address of their page."
                )
                % {"words": words}
            )
        return some[0]


class _NameForm(forms.ModelForm[Any]):
    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if problem := name_problem(self.instance, name):
            raise forms.ValidationError(problem)
        return name


def _likely_authors() -> list[Pair]:
    return name_matching.likely_authors()


def _likely_publications() -> list[Pair]:
    return name_matching.likely_publications()


@admin.register(Author)
class AuthorAdmin(NamesAdmin[Author]):
    list_display = ("name", "kind")
    list_filter = ("kind",)
    fields = ("name", "kind")
    form = _NameForm
    move = AuthorMove
    apart = AuthorsApart
    pairs = PerGeneration(_likely_authors)
    merge = staticmethod(merge_authors)
    unmerge = staticmethod(undo_author_move)

    def examples(self) -> QuerySet[Any]:
        theirs = Byline.objects.filter(author=OuterRef("pk"))
        return theirs.order_by("-pk").values("article_id")

    def counts(self, ids: Iterable[int]) -> dict[int, int]:
        return Byline.objects.count_by_author(list(ids))

    def names_of(self, one: Author) -> Sequence[Any]:
        return list(one.names.select_related("publication").order_by("name"))

    def places(self, one: Author) -> Sequence[tuple[Publication, int]]:
        rows = Byline.objects.filter(author=one, article__publication__isnull=False).order_by()
        counts = dict(rows.values_list("article__publication").annotate(Count("pk")))
        found = Publication.objects.in_bulk(list(counts))
        return [(found[pk], counts[pk]) for pk in sorted(counts, key=lambda pk: -counts[pk])]

    def _part(self, request: HttpRequest, one: Author, number: str) -> None:
        publication = Publication.objects.filter(pk=id_of(number)).first()
        if publication is None:
            raise NotPossible(_("There is no such publication any more."))
        move = split_author(one, publication, request.user)  # type: ignore[arg-type]
        said = _("Parted: %(articles)s in %(publication)s went to a namesake.")
        said = said % {"articles": _articles(move.articles), "publication": publication}
        self.log_change(request, one, said)
        self.log_addition(request, move.into, said)
        messages.success(request, said)

    def save_model(self, request: HttpRequest, obj: Author, form: Any, change: bool) -> None:
        rename_author(obj, obj.name, obj.kind)


@admin.register(Publication)
class PublicationAdmin(NamesAdmin[Publication]):
    list_display = ("name", "domain")
    fields = ("name", "domain")
    form = _NameForm
    move = PublicationMove
    apart = PublicationsApart
    pairs = PerGeneration(_likely_publications)
    merge = staticmethod(merge_publications)
    unmerge = staticmethod(undo_publication_move)

    def examples(self) -> QuerySet[Any]:
        theirs = Article.objects.filter(publication=OuterRef("pk"))
        return theirs.order_by("-pk").values("pk")

    def counts(self, ids: Iterable[int]) -> dict[int, int]:
        theirs = Article.objects.filter(publication__in=list(ids)).order_by()
        return dict(theirs.values_list("publication").annotate(Count("pk")))

    def save_model(self, request: HttpRequest, obj: Publication, form: Any, change: bool) -> None:
        rename_publication(obj, obj.name, obj.domain)


def _articles(count: int) -> str:
    return ngettext("%(total)s article", "%(total)s articles", count) % {"total": f"{count:,}"}
