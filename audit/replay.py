"""Answering a form once: the hidden key `once` of every form, and the first answer for whoever sends it again.

A double click, a lost connection, the back button and a second tab all send the same key. The first request writes a
Replay row at the start of its transaction; a second one with the same key waits on the unique index until the first has
committed, and is then led to the first one's answer. When the first rolled back, the second does the work.
"""

import hashlib
from functools import partial, wraps
from uuid import UUID

from django.db import IntegrityError, OperationalError, transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from psycopg2.errors import LockNotAvailable

from audit.models import Replay
from ptsp_portal.lib.crypto import fingerprint
from ptsp_portal.lib.rules import Refused

FIELD = "once"
NOT_THE_CONTENT = {FIELD, "csrfmiddlewaretoken"}
OTHER_CONTENT = _(
    "Formulir ini sudah pernah dikirim dengan isi yang berbeda, dan isi yang pertama yang berlaku. "
    "Muat ulang halamannya untuk melihat keadaan terakhir, lalu kirim lagi bila masih perlu."
)
STILL_WORKING = _("Kiriman Anda yang pertama masih diproses. Tunggu sebentar, lalu muat ulang halaman ini.")


def once(view=None, *, by_browser=False):
    """For views that take a POST. Goes under the audience decorator: `@signed_in @once def view(request)`.

    `by_browser`: the key is the browser's and never the account's, so that no row leads from who is signed in to what was sent.

    The view runs in a transaction. A redirect is remembered as the answer; any other response (form errors) leaves the
    key free, and what the view saved stays. An exception rolls back everything, the key too. GET passes straight through.
    """

    if view is None:
        return partial(once, by_browser=by_browser)

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.method != "POST":
            return view(request, *args, **kwargs)
        key = _key(request)
        if key is None:
            return render(request, "audit/reload.html", status=400)
        digest = _digest(request)
        with transaction.atomic():
            replay, is_new = _claim(_owner(request, key, by_browser), key, digest)
            if not is_new:
                return _first_answer(replay, digest)
            response = view(request, *args, **kwargs)
            if response.status_code in (301, 302, 303, 307, 308):
                replay.location = response["Location"]
                replay.save(update_fields=["location"])
            else:
                replay.delete()
            return response

    guarded.answers_once = True
    return guarded


def _claim(owner, key, digest):
    """(row, True) for the first to come, (the first one's row, False) afterwards; waits while the first is at work."""
    try:
        with transaction.atomic():
            return Replay.objects.create(owner=owner, key=key, digest=digest), True
    except IntegrityError:
        return Replay.objects.filter(owner=owner, key=key).first(), False
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):  # the first takes longer than anybody should wait
            raise Refused(STILL_WORKING) from error
        raise


def _first_answer(replay, digest):
    if replay is None or not replay.location:  # swept away in this very moment
        raise Refused(STILL_WORKING)
    if replay.digest != digest:
        raise Refused(OTHER_CONTENT)
    return HttpResponseRedirect(replay.location)


def _key(request):
    try:
        return UUID(request.POST[FIELD])
    except (KeyError, ValueError):
        return None


def _owner(request, key, by_browser=False) -> str:
    """Who may have this answer: the account, else the browser that was given the form.

    Without a session the browser is known by its CSRF cookie, which every POST carries and sign-in replaces. It is
    hashed together with the key, so the rows of one anonymous visitor can't be put side by side.
    """
    if request.user.is_authenticated and not by_browser:
        return str(request.user.uuid)
    return fingerprint(f"{request.META.get('CSRF_COOKIE', '')} {key}")


def _digest(request) -> str:
    """SHA-256 over the address, the fields and the files of this request."""
    hashed = hashlib.sha256(request.path.encode())
    for name in sorted(request.POST):
        if name not in NOT_THE_CONTENT:
            hashed.update(repr((name, request.POST.getlist(name))).encode())
    for name in sorted(request.FILES):
        for upload in request.FILES.getlist(name):
            content = hashlib.sha256()
            for chunk in upload.chunks():
                content.update(chunk)
            upload.seek(0)
            hashed.update(repr((name, upload.name, upload.size, content.hexdigest())).encode())
    return hashed.hexdigest()
