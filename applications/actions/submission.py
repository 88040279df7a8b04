"""The applicant's own acts on a whole file: sending it, sending it again, taking it back."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agencies.numbering import crockford
from applications import notices, policies
from applications.actions import ledger, recommendations
from applications.completeness import gaps
from applications.models import Application
from applications.place import remember_place
from audit.log import record
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Incomplete, WrongState, require

State = Application.State
NOT_COMPLETE = _("Permohonan belum lengkap, jadi belum dikirim. Yang masih perlu Anda isi:")
HAS_LAPSED = _(
    "Permohonan ini sudah gugur karena batas waktunya lewat, jadi perbaikan Anda tidak terkirim. Ajukan permohonan baru; "
    "tidak ada yang berubah."
)
ALREADY_SENT = _("Permohonan ini sudah dikirim. Tidak perlu dikirim lagi; tidak ada yang berubah.")


@transaction.atomic
def submit_application(uuid, *, by) -> Application:
    """Send a draft, or a repaired file. Raises Incomplete with every gap at once; then nothing changed."""
    application = Application.objects.locked(uuid)
    require(policies.can_submit, by, application)
    if not policies.ACTS["submit"].possible(application):
        raise WrongState(HAS_LAPSED if application.state == State.LAPSED else ALREADY_SENT)
    missing = gaps(application)
    if missing:
        raise Incomplete(NOT_COMPLETE, missing)
    _remember_applicant(application)
    if application.state == State.DRAFT:
        _first_time(application)
        record("application.submitted", application, by=by, office=application.office, role="applicant")
        notices.tell_applicant_submitted(application)
    else:
        _once_more(application)
        record("application.resubmitted", application, by=by, office=application.office, role="applicant")
        notices.tell_applicant_resubmitted(application)
    notices.tell_desk_new_file(application)
    return application


def _first_time(application) -> None:
    application.submit()
    application.reference = crockford(8)
    remember_place(application)
    application.submitted_at = now()
    ledger.hand_over_to_office(application, "front_desk")
    ledger.save(application)


def _once_more(application) -> None:
    remember_place(application)
    application.return_notices.filter(answered_at__isnull=True).update(answered_at=now())
    if application.registration_number:
        application.resubmit_registered()
        ledger.hand_over_to_office(application, "verifier", ledger.Kind.RESUME)
    else:
        application.resubmit_unregistered()
        ledger.hand_over_to_office(application, "front_desk")
    ledger.save(application)


def _remember_applicant(application) -> None:
    """The holder as it is printed, whatever the profile says later."""
    person, business = application.person, application.business
    holder = business or person
    application.holder_name = holder.name
    application.holder_identity = business.nib if business else person.nik
    application.holder_address = ", ".join([holder.address, *_places(holder.region)])[:400]


def _places(region) -> list[str]:
    """From the village up to the regency or city, as an address on paper names them."""
    found = []
    while region and region.level != region.Level.PROVINCE:
        found.append(region.full_name)
        region = region.parent
    return found


@transaction.atomic
def withdraw_application(uuid, *, by) -> Application:
    """The applicant takes the file back; open requests to agencies go with it, answers already given are kept."""
    application = Application.objects.locked(uuid)
    require(policies.can_withdraw, by, application)
    was_sent = application.submitted_at is not None
    application.withdraw()
    application.return_notices.filter(answered_at__isnull=True).update(answered_at=now())  # nothing is left to repair
    withdrawn = recommendations.withdraw_open(application)
    ledger.close(application)
    ledger.save(application)
    record("application.withdrawn", application, by=by, office=application.office, role="applicant")
    if was_sent:
        notices.tell_applicant_withdrawn(application)
    recommendations.announce_withdrawn(application, withdrawn, by=by, role="applicant")
    return application
