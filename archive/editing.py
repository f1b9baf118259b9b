"""The admin's form for one article: its content as an editor types it, to and from Content."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from typing import Any, Final

from django import forms

from archive.content import AuthorContent, Content, ImageContent, ParagraphContent
from archive.days import Days, NotADate
from archive.models import Article, Image

#: How a paragraph that is no plain one begins in the text box.
MARKS: Final = (("subheading", "## "), ("quote", "> "), ("list_item", "- "))

IMAGE_FIELDS: Final = tuple(field.name for field in dataclasses.fields(ImageContent))


def typed(paragraphs: tuple[ParagraphContent, ...]) -> str:
    """Paragraphs as text: blank lines between them, a mark before those of other kinds."""
    marks = dict(MARKS)
    return "\n\n".join(marks.get(one.kind, "") + one.text for one in paragraphs)


def paragraphs_of(text: str) -> tuple[ParagraphContent, ...]:
    """The inverse of typed()."""
    found = []
    for block in text.replace("\r\n", "\n").split("\n\n"):
        words = " ".join(block.split("\n")).strip()
        kind, mark = next(
            ((kind, mark) for kind, mark in MARKS if words.startswith(mark)), ("paragraph", "")
        )
        if words.removeprefix(mark).strip():
            found.append(ParagraphContent(words.removeprefix(mark).strip(), kind))
    return tuple(found)


class ArticleForm(forms.ModelForm[Article]):
    """Fields of Content; `version` is the one the editor opened."""

    date = forms.CharField(
        required=False,
        help_text="2017-06-04, or 2017-06 or 2017 where no more is known; empty when undated.",
    )
    publication_name = forms.CharField(label="Publication", required=False, max_length=200)
    authors = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="One name a line."
    )
    text = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 24, "cols": 100}),
        help_text=(
            "Paragraphs parted by blank lines; a subheading begins with “## ”, a quotation "
            "with “> ”, an item of a list with “- ”."
        ),
    )
    why = forms.CharField(
        label="Why", required=False, help_text="Shown to readers beside the correction."
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Article
        fields = ("headline", "standfirst", "section", "url", "language")
        widgets = {
            "headline": forms.TextInput(attrs={"class": "vLargeTextField"}),
            "standfirst": forms.Textarea(attrs={"rows": 3}),
            "url": forms.TextInput(attrs={"class": "vLargeTextField"}),
        }

    def __init__(self, *args: Any, present: Content | None = None, **options: Any) -> None:
        self.present = present
        if present is not None:
            options["initial"] = {
                "date": present.date,
                "publication_name": present.publication,
                "authors": "\n".join(author.name for author in present.authors),
                "text": typed(present.paragraphs),
                "version": options["instance"].version,
            } | (options.get("initial") or {})
        super().__init__(*args, **options)

    def clean_date(self) -> str:
        text: str = self.cleaned_data["date"].strip()
        try:
            return Days.parse(text).iso if text else ""
        except NotADate as error:
            raise forms.ValidationError(str(error)) from error

    def clean_authors(self) -> tuple[str, ...]:
        names = [" ".join(line.split()) for line in self.cleaned_data["authors"].splitlines()]
        for name in names:
            if len(name) > 200:
                raise forms.ValidationError("A name may have 200 characters.")
        return tuple(dict.fromkeys(filter(None, names)))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        article = Article.objects.select_for_update().get(pk=self.instance.pk)
        if cleaned.get("version") != article.version:
            self.add_error(None, _told(article, cleaned.get("version") or 0))
            # What is below may be saved over the other's text now that the editor knows of it.
            self.data = {**self.data, self.add_prefix("version"): str(article.version)}
        return cleaned

    def content(self, images: tuple[ImageContent, ...]) -> Content:
        """The article's content as typed; fields that the form does not show stay."""
        cleaned = self.cleaned_data
        assert self.present is not None
        known = {author.name: author for author in self.present.authors}
        return replace(
            self.present,
            headline=cleaned["headline"].strip(),
            standfirst=cleaned["standfirst"].strip(),
            section=cleaned["section"].strip(),
            url=cleaned["url"].strip(),
            language=cleaned["language"].strip(),
            date=cleaned["date"],
            publication=cleaned["publication_name"].strip(),
            authors=tuple(
                known.get(name) or AuthorContent(name, printed=name) for name in cleaned["authors"]
            ),
            paragraphs=paragraphs_of(cleaned["text"]),
            images=images,
        )


def _told(article: Article, seen: int) -> str:
    """Who changed the article meanwhile, and what."""
    revisions = article.revisions.filter(version__gte=seen).order_by("-version")
    latest = revisions.first()
    who = latest.replaced_by if latest and latest.replaced_by else "An import"
    when = f"{article.changed_at:%H:%M}"
    fields = sorted(
        set(
            article.corrections.filter(at__gte=latest.replaced_at).values_list("field", flat=True)
            if latest
            else ()
        )
    )
    what = f" ({', '.join(fields)})" if fields else ""
    return (
        f"{who} changed this article at {when}{what}, after you opened it. Nothing was saved. "
        f"Compare your text below with the article’s page; saving again lays yours over it."
    )


class ImageForm(forms.ModelForm[Image]):
    class Meta:
        model = Image
        fields = IMAGE_FIELDS
        widgets = {
            "caption": forms.Textarea(attrs={"rows": 3}),
            "credit": forms.TextInput(),
            "url": forms.TextInput(),
        }

    def clean_taken(self) -> str:
        text: str = self.cleaned_data["taken"].strip()
        try:
            return Days.parse(text).iso if text else ""
        except NotADate as error:
            raise forms.ValidationError(str(error)) from error

    def content(self) -> ImageContent:
        return ImageContent(**{name: self.cleaned_data[name] for name in IMAGE_FIELDS})
