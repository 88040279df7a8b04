"""Moving a running file to the newer version of its standard: explicit, with a reason, and only when it fits."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications import notices, policies
from applications.actions import ledger
from applications.models import Application
from applications.standards.moving import newer_version, reasons_against
from audit.log import record
from ptsp_portal.lib.rules import Incomplete, Refused, WrongState, require

NO_NEWER = _(
    "Berkas ini tidak dapat dipindahkan sekarang: sudah selesai, sedang diparaf atau ditandatangani, atau tidak ada versi yang "
    "lebih baru. Tidak ada yang berubah."
)
DOES_NOT_FIT = _("Berkas ini tidak cocok dengan versi baru, jadi tetap memakai versinya. Sebabnya:")
REASON_NEEDED = _("Tulis alasannya: pemohon membacanya di halaman berkasnya.")


@transaction.atomic
def move_to_version(uuid, *, by, reason: str) -> Application:
    """The file goes on under the version in force at its office today. Raises Incomplete with every reason against it.

    The promised date stays; the deadline follows from the ledger and is never later, because a longer limit is refused.
    """
    application = Application.objects.locked(uuid)
    require(policies.can_move_version, by, application)
    if not policies.ACTS["move_version"].possible(application):
        raise WrongState(NO_NEWER)
    reason = reason.replace("\0", "").strip()
    if not reason:
        raise Refused(REASON_NEEDED)
    old, new = application.standard, newer_version(application)
    if against := reasons_against(application, new):
        raise Incomplete(DOES_NOT_FIT, against)
    application.standard = new
    # Whoever holds it keeps it; the entry bears the reason, and every cache follows from the new limit.
    ledger.note(
        application,
        ledger.Kind.HAND_OVER,
        application.holder,
        agency=application.holder_agency,
        role=application.holder_role,
        words=reason,
    )
    ledger.save(application)
    versions = {"from_version": old.version, "to_version": new.version, "from": str(old.uuid), "to": str(new.uuid)}
    record("application.moved_to_version", application, by=by, office=application.office, reason=reason, **versions)
    notices.tell_applicant_moved_to_version(application)
    return application
