"""ArticleFilter: the query string of the list page in, a Selection and sentences out.

No query string raises: what cannot be used is ignored, with a sentence beside its field, and the
rest still counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final, cast

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.labels import in_words, why_not_a_date
from archive.models import Article, Author, Publication
from archive.models.names import surviving
from archive.selection import SORTS, Named, Selection, Sort
from archive.text.dates import Days, NotADate
from archive.text.slugs import slug_of

#: Longer queries are cut; the query parser has its own bound.
QUERY_LENGTH: Final = 1_000
#: Authors (or publications, or sections) that may be chosen at once.
CHOICES: Final = 50
#: Longer numbers are far beyond any page; Python would read thousands of digits.
PAGE_DIGITS: Final = 9
ON_PAGE: Final = ("q", "from", "to", "publication", "section", "author", "has", "sort", "page")


@dataclass(frozen=True, slots=True)
class Problem:
    """A sentence, and the id of the field it is about."""

    field: str
    sentence: str


class DaysField(forms.CharField):
    """Days from "2017", "2017-06" or "2017-06-04"; None from ""."""

    def clean(self, value: object) -> Days | None:
        text = str(super().clean(value)).strip()
        if not text:
            return None
        try:
            return Days.parse(text)
        except NotADate as problem:
            raise ValidationError(why_not_a_date(problem)) from None


class WordsField(forms.MultipleChoiceField):
    """A list of words, without blanks and duplicates."""

    def clean(self, value: object) -> list[str]:
        given = cast("Sequence[object]", value) if isinstance(value, (list, tuple)) else ()
        words = [str(word).strip() for word in given]
        return list(dict.fromkeys(word for word in words if word))[:CHOICES]


class OneOfField(forms.CharField):
    """One of a few words; "" for none."""

    def __init__(self, *, allowed: Sequence[str], sentence: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.allowed, self.sentence = allowed, sentence

    def clean(self, value: object) -> str:
        text = str(super().clean(value)).strip().lower()
        if text and text not in self.allowed:
            raise ValidationError(self.sentence % {"given": text[:40]})
        return text


class PageField(forms.CharField):
    """A page number, 1 where none is given."""

    def clean(self, value: object) -> int:
        text = str(super().clean(value)).strip()
        if not text:
            return 1
        if not (text.isascii() and text.isdigit()) or not text.strip("0"):
            raise ValidationError(
                _("“%(given)s” is not a page number; this is the first page.")
                % {"given": text[:40]}
            )
        return int(text) if len(text.lstrip("0")) <= PAGE_DIGITS else 10**PAGE_DIGITS


class DaysFilter(django_filters.Filter):
    field_class = DaysField


class WordsFilter(django_filters.Filter):
    field_class = WordsField


class OneOfFilter(django_filters.Filter):
    field_class = OneOfField


class PageFilter(django_filters.Filter):
    field_class = PageField


class SelectionForm(forms.Form):
    """Checks across fields: which slugs exist, and whether the range runs forward."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        self.chosen: dict[str, tuple[Named, ...]] = {}
        self.unknown: dict[str, list[str]] = {}
        for field, (find, sentence) in _NAMED.items():
            words = given.get(field, [])
            named = find(words) if words else {}
            self.chosen[field] = tuple(dict.fromkeys(named.values()))
            self.unknown[field] = [word for word in words if word not in named]
            for word in self.unknown[field]:
                self.add_error(field, sentence % {"given": word[:80]})
        since, until = given.get("from"), given.get("to")
        if since and until and until.last < since.first:
            self.add_error(
                "to",
                _(
                    "The range ends before it begins: %(until)s is before %(since)s. "
                    "The end was ignored."
                )
                % {"until": in_words(until), "since": in_words(since)},
            )
        return given


class ArticleFilter(django_filters.FilterSet):
    """Validates the list's query string; see `selection`, `page` and `problems`."""

    q = django_filters.CharFilter(max_length=None, strip=True)
    author = WordsFilter()
    publication = WordsFilter()
    section = WordsFilter()
    has = OneOfFilter(
        allowed=("image",),
        sentence=gettext_lazy("Only has=image is known; “%(given)s” was ignored."),
    )
    sort = OneOfFilter(
        allowed=SORTS,
        sentence=gettext_lazy(
            "“%(given)s” is not a sort order; choose relevance, newest, oldest or added."
        ),
    )

    class Meta:
        model = Article
        fields: ClassVar[list[str]] = []
        form = SelectionForm

    @classmethod
    def get_filters(cls) -> dict[str, django_filters.Filter]:
        # "from" is a keyword, "page" and "after" are properties here: none can be declared above.
        more = {
            "from": DaysFilter(),
            "to": DaysFilter(),
            "page": PageFilter(),
            "after": django_filters.CharFilter(max_length=None, strip=True),
        }
        return {**super().get_filters(), **more}

    _form_class: ClassVar[type[forms.Form] | None] = None

    def get_form_class(self) -> type[forms.Form]:
        """Cached: a form copies its fields anyway."""
        if ArticleFilter._form_class is None:
            ArticleFilter._form_class = super().get_form_class()
        return ArticleFilter._form_class

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data=_clean(data), queryset=Article.objects.none())
        self.form.is_valid()

    @property
    def selection(self) -> Selection:
        """What could be used of the query string."""
        given, form = self.form.cleaned_data, cast("SelectionForm", self.form)
        return Selection(
            q=str(given.get("q") or "")[:QUERY_LENGTH],
            since=given.get("from"),
            until=given.get("to"),
            authors=form.chosen["author"],
            publications=form.chosen["publication"],
            sections=form.chosen["section"],
            has_image=given.get("has") == "image",
            chosen_sort=cast("Sort | None", given.get("sort") or None),
        )

    @property
    def page(self) -> int:
        return int(self.form.cleaned_data.get("page", 1))

    @property
    def after(self) -> str:
        """The cursor, which only search can check; "" for a page by number."""
        return str(self.form.cleaned_data.get("after") or "")

    @property
    def problems(self) -> list[Problem]:
        """In the order of the fields on the page."""
        return [
            Problem(field, str(sentence))
            for field in ON_PAGE
            for sentence in self.form.errors.get(field, ())
        ]

    def given(self, field: str) -> str:
        """What the reader typed, to show again in the field; of many words the first unknown."""
        words = [str(word) for word in self.form.data.getlist(field)]
        if field in _NAMED:
            unknown = cast("SelectionForm", self.form).unknown[field]
            return next((word for word in words if word.strip() in unknown), "")
        return words[-1] if words else ""


def _clean(data: QueryDict) -> QueryDict:
    """Without NUL and lone surrogates, which no database takes."""
    cleaned = QueryDict(mutable=True)
    for name, values in data.lists():
        cleaned.setlist(name, [_text(value) for value in values])
    return cleaned


def _text(value: str) -> str:
    return value.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


def _authors(words: Sequence[str]) -> dict[str, Named]:
    """By slug, or by name as typed."""
    slugs = {word: slug_of(word, "author") for word in words}
    rows = Author.objects.filter(
        Q(slug__in=[*words, *slugs.values()]) | Q(name__in=words)
    ).values_list("pk", "slug", "name")
    return _with_former(Author, words, _by_word(words, slugs, [Named(*row) for row in rows]))


def _publications(words: Sequence[str]) -> dict[str, Named]:
    slugs = {word: slug_of(word, "publication") for word in words}
    rows = Publication.objects.filter(
        Q(slug__in=[*words, *slugs.values()]) | Q(domain__in=words) | Q(name__in=words)
    ).values_list("pk", "slug", "name", "domain")
    domains = {domain: Named(pk, slug, name) for pk, slug, name, domain in rows}
    named = {word: domains[word] for word in words if word in domains}
    named |= _by_word(words, slugs, [Named(*row[:3]) for row in rows])
    return _with_former(Publication, words, named)


def _with_former(
    model: type[Author] | type[Publication], words: Sequence[str], named: dict[str, Named]
) -> dict[str, Named]:
    """Words still unknown may be slugs of names that were merged into others since."""
    unknown = [word for word in words if word not in named]
    rows: Iterable[Any] = model.everything.filter(slug__in=unknown) if unknown else ()
    former = {row.slug: surviving(row) for row in rows}
    return {slug: Named(row.pk, row.slug, row.name) for slug, row in former.items()} | named


def _sections(words: Sequence[str]) -> dict[str, Named]:
    """A section has no table: any article in it tells its name."""
    slugs = {word: slug_of(word, "section") for word in words}
    possible = dict.fromkeys([*words, *slugs.values()])
    names = {slug: Article.objects.published().name_of_section(slug) for slug in possible}
    return _by_word(words, slugs, [Named(0, slug, name) for slug, name in names.items() if name])


def _by_word(
    words: Sequence[str], slugs: dict[str, str], candidates: Sequence[Named]
) -> dict[str, Named]:
    by_slug = {named.slug: named for named in candidates}
    by_name = {named.name: named for named in candidates}
    results = {
        word: by_slug.get(word) or by_name.get(word) or by_slug.get(slugs[word]) for word in words
    }
    return {word: named for word, named in results.items() if named is not None}


_NAMED: Final = {
    "author": (_authors, gettext_lazy("There is no author “%(given)s” in the archive.")),
    "publication": (
        _publications,
        gettext_lazy("There is no publication “%(given)s” in the archive."),
    ),
    "section": (_sections, gettext_lazy("There is no section “%(given)s” in the archive.")),
}
