"""Filing for somebody at a counter: the person and the draft, and the person's consent by one-time code or on paper.

The helping officer is no applicant (`policies.assists`); what they do is written down with their post and their office.
"""

import hmac
import secrets
from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Person
from applications import notices, policies
from applications.actions import ledger
from applications.actions.drafting import refuse_unserved, standard_for
from applications.actions.emergency import enter_number
from applications.models import Application, Assistance
from audit.log import record
from notifications.channels import sms_can_leave
from ptsp_portal.lib.crypto import fingerprint
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import NotAllowed, Refused, WrongState, require

CODE_LIFE = timedelta(minutes=10)
CODE_TRIES = 5
MOST_CODES = 5
AT_COUNTER = ["name", "birth_place", "birth_on", "sex", "address", "region", "phone"]
NOT_HERE = _("Kantor itu tidak melayani wilayah loket Anda. Tidak ada yang berubah.")
PAPER_IS_OWN = _("Nomor register darurat hanya untuk layanan kantor Anda sendiri. Tidak ada yang berubah.")
OWN_FILING = _(
    "Ini data diri Anda sendiri. Petugas tidak membantu permohonannya sendiri; ajukan dari akun Anda, dan petugas lain yang "
    "memprosesnya. Tidak ada yang berubah."
)
OTHER_BIRTH = _(
    "NIK ini sudah tercatat dengan tanggal lahir lain. Periksa lagi NIK dan tanggal lahir pada KTP-el. Tidak ada yang berubah."
)
CONSENT_STANDS = _("Persetujuan pemohon sudah tercatat, dan kode hanya berlaku sekali. Tidak ada yang berubah.")
NO_PHONE = _("Nomor HP pemohon belum diisi, jadi kode tidak dapat dikirim. Pakai formulir persetujuan.")
NO_GATEWAY = _("Portal ini belum dapat mengirim SMS. Pakai formulir persetujuan yang ditandatangani atau dicap jempol.")
TOO_MANY_CODES = _("Sudah %(most)d kode dikirim untuk permohonan ini. Pakai formulir persetujuan.")


@transaction.atomic
def start_assisted(
    *, by, agency: Agency, office: Agency, permit_type, person: dict, identity_shown, consent, channel, paper=None
) -> Application:
    """A draft for somebody who stands at the counter. `person`: AT_COUNTER and `nik`, as typed from the identity shown.

    `paper`: (number as printed, true receipt time) of the emergency register. Nothing is sent to anybody yet.
    """
    require(policies.can_assist_at, by, agency)
    if office.region_id not in agency.region.lineage:
        raise Refused(NOT_HERE)
    refuse_unserved(office, permit_type)
    standard = standard_for(office, permit_type)
    holder, is_new = _person_of(person)
    if holder.user_id == by.pk:
        raise NotAllowed(OWN_FILING)
    application = Application.objects.create(
        office=office, permit_type=permit_type, standard=standard, kind="new", channel=channel, assisting_agency=agency,
        filed_by=by, person=holder, held_since=now(), created_at=now(), changed_at=now(),
    )  # fmt: skip
    Assistance.objects.create(
        application=application, agency=agency, helper=by, identity_shown=identity_shown, consent=consent,
        phone=person["phone"], started_at=now(),
    )  # fmt: skip
    if paper:
        if office != agency:
            raise Refused(PAPER_IS_OWN)
        enter_number(application, *paper, by=by)
    written = {"by": by, "office": office, "role": "front_desk", "agency": agency.journal_chain}
    if is_new:
        record("person.saved", holder, **written, is_new=True, nik_changed=True)
    record(
        "application.started", application, **written, type=permit_type.code, channel=str(channel),
        identity_shown=str(identity_shown),
    )  # fmt: skip
    return application


def _person_of(typed: dict) -> tuple[Person, bool]:
    """Whoever has this NIK, as they stand; else a new person without an account. A birth date that differs is refused."""
    nik_hash = fingerprint(typed["nik"])
    found = Person.objects.filter(nik_hash=nik_hash).first()
    if found is None:
        made = Person(nik=typed["nik"], **{name: typed[name] for name in AT_COUNTER})
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError:  # another counter was quicker
            found = Person.objects.get(nik_hash=nik_hash)
        else:
            return made, True
    if found.birth_on is not None and found.birth_on != typed["birth_on"]:
        raise Refused(OTHER_BIRTH)
    return found, False


@transaction.atomic
def send_consent_code(uuid, *, by, phone="") -> Assistance:
    """A fresh six-digit code to the applicant's telephone; an earlier one is void from then on. `phone`: corrected."""
    application, assistance = _waiting_for_consent(uuid, by)
    assistance.phone = phone or assistance.phone
    if not assistance.phone:
        raise Refused(NO_PHONE)
    if not sms_can_leave():
        raise Refused(NO_GATEWAY)
    if assistance.codes_sent >= MOST_CODES:
        raise Refused(TOO_MANY_CODES % {"most": MOST_CODES})
    code = f"{secrets.randbelow(10**6):06}"
    assistance.consent = Assistance.Consent.CODE
    assistance.code_hash = _code_hash(assistance, code)
    assistance.code_sent_at, assistance.code_expires_at = now(), now() + CODE_LIFE
    assistance.code_tries, assistance.codes_sent = 0, assistance.codes_sent + 1
    assistance.save()
    _record("assistance.code_sent", application, by)
    notices.text_consent_code(application, assistance, code)
    return assistance


@transaction.atomic
def check_consent_code(uuid, *, by, code: str) -> bool:
    """Whether this is the code that was sent last: within its ten minutes, at most five tries, once. Then consent stands.

    Never raises for a wrong code: the try must stay counted.
    """
    application, assistance = _waiting_for_consent(uuid, by)
    if not assistance.code_hash or assistance.code_tries >= CODE_TRIES or assistance.code_expires_at < now():
        return False
    is_right = hmac.compare_digest(assistance.code_hash, _code_hash(assistance, code))
    assistance.code_tries += 1
    if is_right:
        _stands(assistance, Assistance.Consent.CODE, by)
    assistance.save()
    if is_right:
        _record("assistance.consented", application, by, how="code")
    return is_right


@transaction.atomic
def record_paper_consent(uuid, *, by, inspected, content: bytes) -> Assistance:
    """The signed or thumb-printed form, scanned (a checked upload)."""
    application, assistance = _waiting_for_consent(uuid, by)
    assistance.form.save(f"form.{inspected.extension.lstrip('.')}", ContentFile(content), save=False)
    assistance.form_type, assistance.form_sha256 = inspected.content_type, inspected.sha256
    _stands(assistance, Assistance.Consent.PAPER, by)
    assistance.save()
    _record("assistance.consented", application, by, how="paper")
    return assistance


def _waiting_for_consent(uuid, by) -> tuple[Application, Assistance]:
    application = Application.objects.locked(uuid)
    require(policies.can_record_consent, by, application)
    assistance = application.assistance
    if assistance.consent_at is not None or application.state != Application.State.DRAFT:
        raise WrongState(CONSENT_STANDS)
    return application, assistance


def _stands(assistance, how, by) -> None:
    assistance.consent, assistance.consent_at, assistance.consent_by = how, now(), by
    assistance.code_hash = ""


def _record(verb, application, by, **facts) -> None:
    ledger.save(application)
    record(verb, application, by=by, office=application.office, **policies.filing_role(by, application), **facts)


def _code_hash(assistance, code: str) -> str:
    """Bound to its file, so that equal codes of two files are not equal in the database."""
    return fingerprint(f"{assistance.uuid}|{code}")
