"""/permohonan/<uuid>/versi/: what the office's newer standard would change for one running file, and moving it there."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from applications import policies
from applications.actions.moving import NO_NEWER, move_to_version
from applications.forms.trials import MoveForm
from applications.models import Application
from applications.standards.moving import comparison, newer_version, reasons_against
from audit.replay import once
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.rules import NOT_ALLOWED, Incomplete, NotAllowed, WrongState

DESKS = ("verifier", "head", "endorser", "front_desk", "auditor")


@office
@once
def move_version(request, uuid):
    """The comparison in plain words; the reasons against it, or the form."""
    rows = Application.objects.visible_to(request.user).at_office_of(request.user, *DESKS)
    application = get_object_or_404(rows.with_names().select_related("standard", "person", "business"), uuid=uuid)
    form = MoveForm(request.POST or None)
    may = "move_version" in policies.allowed(request.user, application)
    if request.method == "POST" and (form.is_valid() or not may):
        try:
            move_to_version(uuid, by=request.user, reason=form.cleaned_data.get("reason", ""))
        except Incomplete:
            return _page(request, application, form, status=409)
        messages.success(request, _("Berkas dipindahkan ke versi yang baru. Pemohon sudah diberi tahu."))
        return redirect("applications:file", uuid)
    if not may:
        _refuse(request.user, application)
    return _page(request, application, form, status=400 if form.errors else 200)


def _refuse(user, application):
    if not policies.can_move_version(user, application):
        raise NotAllowed(policies.can_move_version.explain(user, application) or NOT_ALLOWED)
    raise WrongState(NO_NEWER)


def _page(request, application, form, status):
    new = newer_version(application)
    context = {
        "application": application,
        "new": new,
        "old_words": _version_words(application.standard),
        "new_words": _version_words(new),
        "rows": comparison(application, new),
        "against": reasons_against(application, new),
        "form": form,
    }
    return render(request, "applications/standards/trials/move.html", context, status=status)


def _version_words(standard) -> str:
    """Each office counts its own versions, and the national template too."""
    words = _("standar kantor ini versi %(n)d") if standard.office_id else _("templat nasional versi %(n)d")
    return words % {"n": standard.version}
