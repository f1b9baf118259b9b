"""The admin's form for one article: its content as an editor types it, to and from Content."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.labels import why_not_a_date
from archive.models import Article, Image
from archive.record.content import AuthorContent, Content, ImageContent
from archive.record.typed_text import as_typed, paragraphs_of
from archive.text.dates import Days, NotADate

IMAGE_FIELDS: Final = ImageContent._fields


def values_of(content: Content) -> dict[str, str]:
    """The values of the form's fields."""
    return {
        "headline": content.headline,
        "standfirst": content.standfirst,
        "date": content.date,
        "publication_name": content.publication,
        "section": content.section,
        "authors": "\n".join(author.name for author in content.authors),
        "text": as_typed(content.paragraphs),
        "language": content.language,
        "url": content.url,
    }


class ArticleForm(forms.ModelForm[Article]):
    """Fields of Content, at first those of `present`; `version` is the one the editor opened. A
    form with an `edit_conflict` is shown once more before it is saved."""

    date = forms.CharField(
        required=False,
        help_text=gettext_lazy(
            "2017-06-04, or 2017-06 or 2017 if no more is known; empty if undated."
        ),
    )
    publication_name = forms.CharField(
        label=gettext_lazy("Publication"), required=False, max_length=200
    )
    authors = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One name per line."),
    )
    text = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 24, "cols": 100}),
        help_text=gettext_lazy(
            "Separate paragraphs by blank lines. Start a subheading with “## ”, a quotation with "
            "“> ”, a list item with “- ”."
        ),
    )
    why = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        help_text=gettext_lazy("Shown to readers beside the correction."),
    )
    keep_earlier = forms.BooleanField(
        label=gettext_lazy("Hide the earlier text and its source from readers"),
        required=False,
        help_text=gettext_lazy("For what nobody should read. Editors still see it in the history."),
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
        labels: ClassVar = {"url": gettext_lazy("Original address")}

    def __init__(
        self, *args: Any, present: Content, edit_conflict: bool = False, **options: Any
    ) -> None:
        self.present, self.edit_conflict = present, edit_conflict
        options["initial"] = {**values_of(present), "version": options["instance"].version}
        super().__init__(*args, **options)

    def clean_date(self) -> str:
        text: str = self.cleaned_data["date"].strip()
        try:
            return Days.parse(text).iso if text else ""
        except NotADate as error:
            raise forms.ValidationError(why_not_a_date(error)) from error

    def clean_authors(self) -> tuple[str, ...]:
        names = [" ".join(line.split()) for line in self.cleaned_data["authors"].splitlines()]
        for name in names:
            if len(name) > 200:
                raise forms.ValidationError(_("A name can have at most 200 characters."))
        return tuple(dict.fromkeys(filter(None, names)))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        article = Article.objects.select_for_update().get(pk=self.instance.pk)
        if self.edit_conflict:
            self.add_error(None, _("Not saved yet: check the form and save again."))
        elif cleaned.get("version") != article.version:
            self.add_error(
                None, _("Someone else has just changed the article. Not saved: save again.")
            )
        return cleaned

    def content(self, images: tuple[ImageContent, ...]) -> Content:
        """The article's content as typed; fields that the form does not show stay."""
        cleaned = self.cleaned_data
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


class ImageForm(forms.ModelForm[Image]):
    class Meta:
        model = Image
        fields = IMAGE_FIELDS
        widgets = {
            "caption": forms.Textarea(attrs={"rows": 3}),
            "credit": forms.TextInput(),
            "url": forms.TextInput(),
        }
        labels: ClassVar = {"url": gettext_lazy("Address"), "taken": gettext_lazy("Date taken")}

    def clean_taken(self) -> str:
        text: str = self.cleaned_data["taken"].strip()
        try:
            return Days.parse(text).iso if text else ""
        except NotADate as error:
            raise forms.ValidationError(why_not_a_date(error)) from error

    def content(self) -> ImageContent:
        return ImageContent(**{name: self.cleaned_data[name] for name in IMAGE_FIELDS})
