"""What the pages of one version's parts share: finding it, saving a part of it, drawing the page."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from applications import policies
from applications.actions.standards import save_terms
from applications.models import ServiceStandard
from applications.standards.terms import SECTION
from ptsp_portal.lib.rules import NotAllowed, Refused, WrongState

MOVED_ON = _(
    "Draf ini baru saja diubah orang lain. Di bawah ini keadaan yang baru; ulangi langkah Anda. Tidak ada yang berubah."
)


def opened(request, uuid) -> ServiceStandard:
    """One version that the reader may see; anything else is 404."""
    rows = ServiceStandard.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("permit_type", "office__region", "based_on"), uuid=uuid)


def section_url(standard, key: str) -> str:
    return reverse("applications:standard_part", args=[standard.uuid, SECTION[key].slug])


def is_editable(request, standard) -> bool:
    return standard.status == standard.Status.DRAFT and policies.can_write_standard(request.user, standard)


def saved(request, standard, form, **changes) -> bool:
    """Whether the draft took the changes. When somebody was faster the form says so and can be sent again as it stands."""
    try:
        save_terms(standard.uuid, by=request.user, revision=form.cleaned_data["revision"], **changes)
    except (NotAllowed, WrongState):
        raise
    except Refused as refused:
        refuse(form, standard, refused)
        return False
    return True


def refuse(form, standard, refused: Refused) -> None:
    form.add_error(None, str(refused.message))
    form.retry_from(ServiceStandard.objects.values_list("revision", flat=True).get(pk=standard.pk))


def arranged(request, standard, section: str, anchor: str, form, **changes):
    """The answer to a button of a list: done, or (somebody was faster) the list as it is now. Nothing was typed."""
    back = section_url(standard, section)
    try:
        save_terms(standard.uuid, by=request.user, revision=form.cleaned_data["revision"], **changes)
    except (NotAllowed, WrongState):
        raise
    except Refused:
        messages.warning(request, str(MOVED_ON))
        return redirect(back)
    return redirect(f"{back}#{anchor}")


def page(request, standard, section: str, template: str, *, form=None, **more):
    """`section`: the key whose page lies behind this one. A version that is no draft shows its forms locked."""
    editable = is_editable(request, standard)
    if form is not None and not editable and not form.is_bound:
        form.lock()
    context = {
        "standard": standard,
        "section": SECTION[section],
        "section_url": section_url(standard, section),
        "home_url": reverse("applications:standard", args=[standard.uuid]),
        "muted": _("%(service)s – versi %(version)d (%(status)s)")
        % {
            "service": standard.permit_type.name,
            "version": standard.version,
            "status": standard.get_status_display(),
        },
        "editable": editable,
        "form": form,
        **more,
    }
    status = 400 if form is not None and form.errors else 200
    return render(request, f"applications/standards/parts/{template}", context, status=status)
