"""A new secret for a reporter who lost theirs: after the desk recognised them, once, on paper."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agencies import numbering
from complaints import notices, policies
from complaints.actions import ledger
from complaints.actions.parts import Side, needed, refuse_unless_possible, say, speaks_for, write_down
from complaints.models import Complaint
from ptsp_portal.lib.limits import Limit
from ptsp_portal.lib.rules import Refused, require

HOW_NEEDED = _("Tulis bagaimana Anda mengenali pelapor; itu dicatat.")
RENEWED = _("Kode rahasia baru dicetak. Pelapor dikenali: %(reason)s")
TOO_OFTEN = _(
    "Kode pengaduan ini, atau kode dari akun Anda, sudah terlalu sering diganti hari ini. Tidak ada yang berubah."
)
PER_COMPLAINT = Limit("complaint-new-code", tries=3, window=timedelta(days=1))
PER_OFFICER = Limit("complaint-new-codes", tries=20, window=timedelta(days=1))


@transaction.atomic
def renew_code(uuid, *, by, reason) -> Complaint:
    """The old secret is dead from now on, also for parts that were split off and share it. `reason`: how they were recognised.

    What is grave and what is not are kept by different desks: each renews its own.
    """
    for each in sorted(_sharing(uuid)):  # one order of locks, whichever part was asked for
        Complaint.objects.locked(each)
    complaint = Complaint.objects.locked(uuid)
    require(policies.can_renew_code, by, complaint)
    refuse_unless_possible("renew_code", complaint)
    reason = needed(reason, HOW_NEEDED, 500)
    if PER_COMPLAINT.is_reached(complaint.number) or PER_OFFICER.is_reached(str(by.uuid)):
        raise Refused(TOO_OFTEN)
    old, new = complaint.secret, numbering.tracking_secret()
    for each in Complaint.objects.filter(uuid__in=_sharing(uuid)).select_related("office__region"):
        if each.secret == old:
            each.secret = new
            ledger.save(each)
            say(each, Side.NOTE, str(RENEWED) % {"reason": reason}, by=by, agency=speaks_for(each, by)[1])
            write_down("complaint.code_renewed", each, by=by, reason=reason)
    PER_COMPLAINT.count(complaint.number)
    PER_OFFICER.count(str(by.uuid))
    notices.tell_reporter("new_code", complaint)
    complaint.refresh_from_db()
    return complaint


def _sharing(uuid) -> list[str]:
    """It, what it was split from and what was split off, as far as the same desk keeps it."""
    top = Complaint.objects.select_related("split_from").get(uuid=uuid)
    kept = {"is_grave": top.is_grave, "office_id": top.office_id}
    while top.split_from is not None:
        top = top.split_from
    found, level = [top], [top]
    while level:
        level = list(Complaint.objects.filter(split_from__in=level))
        found += level
    return [str(each.uuid) for each in found if all(getattr(each, name) == value for name, value in kept.items())]
