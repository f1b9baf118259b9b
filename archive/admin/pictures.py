"""Picture files on the desk: attached and removed in an article's form, and listed."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, TypeAlias

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from archive import renditions
from archive.admin.forms import IMAGE_FIELDS, ImageForm
from archive.models import Article, Image, Picture
from archive.renditions import CONTENT_TYPE, WIDTHS, Developed, NotAPicture, develop
from archive.store import pictures as store_pictures

#: For the browser's file chooser; uploads are checked in any case.
_ACCEPTED: Final = "image/jpeg,image/png,image/webp,image/gif,image/avif"


class PictureForm(ImageForm):
    """A caption, and a picture file to attach to it or to remove."""

    upload = forms.FileField(
        label=gettext_lazy("Attach a picture"),
        required=False,
        widget=forms.FileInput(attrs={"accept": _ACCEPTED}),
        help_text=gettext_lazy(
            "JPEG, PNG, WebP, GIF or AVIF. It replaces the present one. Readers get smaller copies "
            "without the camera’s metadata, such as the place; editors can download the original."
        ),
    )
    take_away = forms.BooleanField(label=gettext_lazy("Remove the picture"), required=False)
    #: The key of the picture that the form showed: one attached since is not removed unseen.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.developed: Developed | None = None
        self.fields["seen"].initial = self.instance.file
        if not self.instance.file:
            self.fields["take_away"].widget = forms.HiddenInput()

    def clean_upload(self) -> UploadedFile[Any] | None:
        upload: UploadedFile[Any] | None = self.cleaned_data["upload"]
        if upload is None:
            return None
        if (upload.size or 0) > settings.PICTURE_LIMIT:
            raise forms.ValidationError(
                _("The file has %(size)s; the limit is %(most)s (setting PICTURE_LIMIT_MB).")
                % {
                    "size": filesizeformat(upload.size or 0),
                    "most": filesizeformat(settings.PICTURE_LIMIT),
                }
            )
        try:
            self.developed = develop(upload.read())
        except NotAPicture as problem:
            raise forms.ValidationError(str(problem)) from problem
        return upload


#: The forms of all captions of an article.
ImageForms: TypeAlias = "BaseInlineFormSet[Image, Article, PictureForm]"


class ImageInline(admin.StackedInline[Image, Article]):
    """A form for each caption and its picture file; saved with the article, through the store."""

    model = Image
    form = PictureForm
    extra = 0
    readonly_fields = ("current",)
    fields = ("current", "upload", "take_away", "seen", *IMAGE_FIELDS)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Whoever may correct an article may correct its captions."""
        return request.user.has_perm("archive.change_article")

    def has_add_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return request.user.has_perm("archive.view_article") or self.has_change_permission(request)

    @admin.display(description=gettext_lazy("Picture"))
    def current(self, image: Image) -> str | SafeString:
        picture = getattr(image, "picture", None) if image.pk else None
        return _small(picture) if picture else _("None: readers see only the caption.")


def save_pictures(request: HttpRequest, article_id: int, formset: ImageForms) -> None:
    """What the forms ask for, once the captions are written, in the order of the forms."""
    forms = [form for form in formset.forms if form.cleaned_data]
    deleted = [form for form in forms if form.cleaned_data.get("DELETE")]
    kept = [form for form in forms if form not in deleted]
    gone = [form.instance.file for form in deleted]
    gone += [form.cleaned_data["seen"] for form in kept if form.cleaned_data["take_away"]]
    for key in filter(None, gone):
        for picture in Picture.objects.attached().filter(article=article_id, key=key)[:1]:
            store_pictures.remove(picture, by=request.user)  # type: ignore[arg-type]
    for order, form in enumerate(kept):
        if form.developed is not None:
            image = Image.objects.get(article=article_id, order=order)
            name = form.cleaned_data["upload"].name
            by: Any = request.user
            store_pictures.attach(image, form.developed, name, by=by)


@admin.register(Picture)
class PictureAdmin(admin.ModelAdmin[Picture]):
    """All picture files ever attached; they are attached in an article's form."""

    list_display = ("small", "name", "article", "pixels", "standing", "added", "by")
    list_display_links = ("small", "name")
    list_select_related = ("article", "by")
    list_per_page = 50
    search_fields = ("name", "caption")
    show_full_result_count = False
    actions = ("take_away", "put_back")
    fields = readonly_fields = (
        "small", "name", "original", "article", "caption", "pixels", "key", "standing", "added",
        "by", "removed_at", "removed_by",
    )  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/small/", view(self.small_view), name="archive_picture_small"),
            path("<int:pk>/original/", view(self.original_view), name="archive_picture_original"),
            *super().get_urls(),
        ]

    def small_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        picture = self._picture(request, pk)
        file = renditions.size_file(picture.key, min(WIDTHS[0], picture.width))
        return _sent(file, CONTENT_TYPE)

    def original_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The file as uploaded, with the camera's metadata: for editors only, to download."""
        picture = self._picture(request, pk)
        file = renditions.original_file(picture.key, picture.suffix)
        return _sent(file, "application/octet-stream", picture.name)

    def _picture(self, request: HttpRequest, pk: int) -> Picture:
        picture = self.get_object(request, str(pk))
        if picture is None or not self.has_view_permission(request, picture):
            raise Http404
        return picture

    @admin.display(description=gettext_lazy("Picture"))
    def small(self, picture: Picture) -> SafeString:
        return _small(picture)

    @admin.display(description=gettext_lazy("Original file"))
    def original(self, picture: Picture) -> SafeString:
        address = reverse("admin:archive_picture_original", args=[picture.pk])
        return format_html('<a href="{}">{}</a>', address, filesizeformat(picture.size))

    @admin.display(description=gettext_lazy("Pixels"))
    def pixels(self, picture: Picture) -> str:
        return f"{picture.width:,} × {picture.height:,}"

    @admin.display(description=gettext_lazy("Status"))
    def standing(self, picture: Picture) -> str:
        if picture.removed_at is not None:
            return _("removed")
        return _("attached") if picture.image_id else _("not shown: its caption is gone")

    @admin.display(description=gettext_lazy("Added"), ordering="at")
    def added(self, picture: Picture) -> dt.datetime:
        return picture.at

    @admin.action(description=gettext_lazy("Remove"), permissions=["change"])
    def take_away(self, request: HttpRequest, queryset: QuerySet[Picture]) -> None:
        chosen = list(queryset.attached())  # type: ignore[attr-defined]
        for picture in chosen:
            store_pictures.remove(picture, by=request.user)  # type: ignore[arg-type]
        said = ngettext("%d picture was removed.", "%d pictures were removed.", len(chosen))
        messages.success(request, said % len(chosen))

    @admin.action(description=gettext_lazy("Restore"), permissions=["change"])
    def put_back(self, request: HttpRequest, queryset: QuerySet[Picture]) -> None:
        for picture in queryset:
            if store_pictures.restore(picture, by=request.user):  # type: ignore[arg-type]
                messages.success(request, _("%s was restored.") % picture)
            else:
                said = _(
                    "%s was not restored: no free caption is like its own. Download the file and "
                    "attach it to the caption where it belongs."
                )
                messages.warning(request, said % picture)

    def delete_model(self, request: HttpRequest, obj: Picture) -> None:
        store_pictures.delete(obj, by=request.user)  # type: ignore[arg-type]

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Picture]) -> None:
        for picture in queryset:
            self.delete_model(request, picture)


def _small(picture: Picture) -> SafeString:
    width = min(160, picture.width)
    return format_html(
        '<img src="{}" width="{}" height="{}" alt="{}">',
        reverse("admin:archive_picture_small", args=[picture.pk]),
        width,
        max(1, round(width * picture.height / picture.width)),
        picture.caption or picture.name,
    )


def _sent(file: Any, content_type: str, save_as: str = "") -> HttpResponseBase:
    try:
        stream = file.open("rb")
    except OSError as error:
        raise Http404 from error
    response = FileResponse(
        stream, content_type=content_type, as_attachment=bool(save_as), filename=save_as
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
