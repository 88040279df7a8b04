"""The applicant's own acts on a whole file: sending it, sending it again, taking it back."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agencies.numbering import crockford
from applications import notices, policies
from applications.actions import later_filings, ledger, recommendations
from applications.actions.drafting import put_answers
from applications.completeness import gaps
from applications.corrections import as_it_reads
from applications.models import Application
from applications.paper_register import received_on_paper
from applications.place import remember_place
from applications.schema.answers import counted
from applications.schema.form import FormSpec
from audit.log import record
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Incomplete, Refused, WrongState, require

State = Application.State
NOT_COMPLETE = _("Permohonan belum lengkap, jadi belum dikirim. Yang masih perlu Anda isi:")
CONSENT_NEEDED = _(
    "Persetujuan pemohon belum tercatat, jadi permohonan belum dikirim. Isi kode yang diterima pemohon, atau unggah formulir "
    "persetujuan yang sudah ditandatangani. Tidak ada yang berubah."
)
HAS_LAPSED = _(
    "Permohonan ini sudah gugur karena batas waktunya lewat, jadi perbaikan Anda tidak terkirim. Ajukan permohonan baru; "
    "tidak ada yang berubah."
)
ALREADY_SENT = _("Permohonan ini sudah dikirim. Tidak perlu dikirim lagi; tidak ada yang berubah.")


@transaction.atomic
def submit_application(uuid, *, by, is_registered_next=False) -> Application:
    """Send a draft, or a repaired file. Raises Incomplete with every gap at once; then nothing changed.

    `is_registered_next`: the same officer registers it in the same act, so nobody else at the counter is called.
    """
    application = Application.objects.locked(uuid)
    require(policies.can_submit, by, application)
    if not policies.ACTS["submit"].possible(application):
        raise WrongState(HAS_LAPSED if application.state == State.LAPSED else ALREADY_SENT)
    _refuse_without_consent(application, by)
    missing = gaps(application)
    if missing:
        raise Incomplete(NOT_COMPLETE, missing)
    role = policies.filing_role(by, application)
    # What was typed into fields that do not count was kept as long as the applicant could still change their mind.
    put_answers(application, counted(FormSpec.from_json(application.standard.fields), application.answers))
    _remember_applicant(application)
    if application.state == State.DRAFT:
        later_filings.refuse_unless_fileable(application)
        _first_time(application)
        record(
            "application.submitted", application, by=by, office=application.office, **role, channel=application.channel
        )
        notices.tell_applicant_submitted(application)
    else:
        _once_more(application)
        record("application.resubmitted", application, by=by, office=application.office, **role)
        notices.tell_applicant_resubmitted(application)
    if not is_registered_next:
        notices.tell_desk_new_file(application)
    return application


def _refuse_without_consent(application, by) -> None:
    """What an officer typed for somebody is sent only when that person's consent is recorded."""
    is_typed_for_them = application.assisting_agency_id and not policies.is_applicant(by, application)
    if is_typed_for_them and application.assistance.consent_at is None:
        raise Refused(CONSENT_NEEDED)


def _first_time(application) -> None:
    """A file of the emergency register was received when its paper was (`received_on_paper`)."""
    application.submit()
    application.reference = crockford(8)
    remember_place(application)
    received = received_on_paper(application)
    application.submitted_at = received or now()
    ledger.hand_over_to_office(application, "front_desk", at=received)
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
    if application.of_permit_id:
        _keep_spelling(application)


def _keep_spelling(application) -> None:
    """What was put right on the permit, or on one before it, stays right while the profile still says what it said then."""
    permit = application.of_permit
    while permit is not None:
        source, reading = permit.application, as_it_reads(permit)
        for column in ("holder_name", "holder_address"):
            if getattr(application, column) == getattr(source, column):
                setattr(application, column, getattr(reading, column))
        permit = source.of_permit


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
    role = policies.filing_role(by, application)
    record("application.withdrawn", application, by=by, office=application.office, **role)
    if was_sent:
        notices.tell_applicant_withdrawn(application)
    recommendations.announce_withdrawn(application, withdrawn, by=by, role=role["role"])
    return application
