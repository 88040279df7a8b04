"""Filing about a permit for its holder who stands at the counter: a renewal, an amendment, a duplicate, a closure.

The permit is chosen by its number and by the NIK on the identity that is shown; the holder's consent is recorded as for any filing.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from applications import policies
from applications.actions.assisting import NOT_HERE, OWN_FILING
from applications.actions.later_filings import cause_of, new_draft, refuse_kind
from applications.models import Application, Assistance, Permit
from audit.log import record
from ptsp_portal.lib.crypto import fingerprint
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import NotAllowed, Refused, require

NO_SUCH_PERMIT = _(
    "Tidak ada izin perorangan bernomor itu atas nama pemegang NIK itu. Periksa lagi keduanya pada izin dan KTP-el. Izin sebuah "
    "usaha diajukan dari akun wakilnya. Tidak ada yang berubah."
)


@transaction.atomic
def start_assisted_later(
    *, by, agency: Agency, number, nik, kind, identity_shown, consent, channel, phone="", cause="", words=""
) -> Application:
    """A draft for the holder. Whether the number is unknown or another's reads alike; nothing is sent to anybody yet."""
    require(policies.can_assist_at, by, agency)
    found = Permit.objects.of_person(number, fingerprint(nik)).values_list("uuid", flat=True).first()
    if found is None:
        raise Refused(NO_SUCH_PERMIT)
    permit = Permit.objects.locked_row(found)
    if permit.office.region_id not in agency.region.lineage:
        raise Refused(NOT_HERE)
    holder = permit.application.person
    if holder.user_id == by.pk:
        raise NotAllowed(OWN_FILING)
    refuse_kind(permit, kind)
    cause, words = cause_of(kind, cause, words)
    application = new_draft(
        permit,
        kind,
        filed_by=by,
        person=holder,
        channel=channel,
        assisting_agency=agency,
        cause=cause,
        cause_words=words,
    )
    Assistance.objects.create(
        application=application, agency=agency, helper=by, identity_shown=identity_shown, consent=consent, phone=phone,
        started_at=now(),
    )  # fmt: skip
    record(
        "application.started", application, by=by, office=permit.office, role="front_desk", agency=agency.journal_chain,
        type=permit.permit_type.code, kind=kind, of_permit=permit.number, channel=str(channel),
        identity_shown=str(identity_shown),
    )  # fmt: skip
    return application
