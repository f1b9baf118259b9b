"""The first editor's account, made in the browser: once, and only on the machine itself."""

from __future__ import annotations

import ipaddress
from typing import Final
from urllib.parse import urlsplit

from django.contrib import admin
from django.contrib.auth import login
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from archive import store
from archive.models import User

#: Headers by which a proxy passes a request on: whoever sent it may be anywhere.
_PASSED_ON: Final = ("HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP")
_PASSED_ON_ALL: Final = "HTTP_X_FORWARDED_"
#: What this machine calls itself. A proxy that tells nothing else keeps the name of the site.
_OWN_NAME: Final = "localhost"


class FirstEditorForm(UserCreationForm[User]):
    class Meta:
        model = User
        fields = ("username",)

    def save(self, commit: bool = True) -> User:
        """The account, which may do everything on the desk."""
        self.instance.is_staff = self.instance.is_superuser = True
        return super().save(commit)


def has_accounts() -> bool:
    """Whether anybody can sign in."""
    return User.objects.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX).exists()


def is_from_this_machine(request: HttpRequest) -> bool:
    """Whether the request came from this machine to this machine, and not through a proxy on it."""
    if any(header in _PASSED_ON or header.startswith(_PASSED_ON_ALL) for header in request.META):
        return False
    host = urlsplit(f"//{request.get_host()}").hostname or ""
    return is_loopback(request.META.get("REMOTE_ADDR", "")) and (
        host == _OWN_NAME or is_loopback(host)
    )


def is_loopback(address: str) -> bool:
    """Whether an IP address is this machine's own."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def sign_in(request: HttpRequest) -> HttpResponse:
    """The desk's page for signing in; who is first makes an account instead."""
    if request.method == "GET" and is_from_this_machine(request) and not has_accounts():
        return redirect("first-editor")
    return admin.site.login(request)


@never_cache
@sensitive_post_parameters()
def first_editor(request: HttpRequest) -> HttpResponse:
    """Make the first account, and sign in with it. Once there is one, or from elsewhere, the page
    leads to the usual sign-in."""
    if has_accounts() or not is_from_this_machine(request):
        return redirect("admin:login")
    form = FirstEditorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with store.writing():
            if has_accounts():
                return redirect("admin:login")
            editor = form.save()
        login(request, editor)
        return redirect(reverse("admin:ingest_import_add"))
    context: dict[str, object] = {
        **admin.site.each_context(request),
        "title": _("Make the first editor"),
        "form": form,
        # Set like the page for signing in.
        "body_class": " login",
    }
    return render(request, "admin/first_editor.html", context)
