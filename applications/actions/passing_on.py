"""From the counter to an account: a code on paper, bound to one file, used once within two weeks.

"This is me": NIK and birth date must fit the person, who becomes this account's person. "I help my family": the person stays
the holder, and the account files on. An account has one person and a person one account; two are never merged.
"""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from agencies.models import Person
from agencies.numbering import crockford
from agencies.policies import has_role
from applications import notices, policies
from applications.actions import ledger
from applications.models import Application, Assistance
from audit.log import record
from ptsp_portal.lib.codes import typed_code
from ptsp_portal.lib.crypto import fingerprint
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import NotAllowed, Refused, WrongState, require

LIFE = timedelta(days=14)
CODE_LENGTH = 10  # 50 bits; the page is limited in rate
MOST_TRIES = 5
Relation = Assistance.Relation
NOT_NOW = _("Permohonan ini sudah selesai atau ditarik, jadi tidak perlu diserahkan lagi. Tidak ada yang berubah.")
CONSENT_FIRST = _(
    "Catat dulu persetujuan pemohon; tanpa itu permohonan tidak diserahkan kepada keluarganya. Tidak ada yang berubah."
)
HELPERS_NOT = _("Petugas loket yang membantu tidak menerima serah terima permohonan itu. Tidak ada yang berubah.")
NOT_FOR_FAMILY = _(
    "Kode ini dibuat untuk pemohon sendiri. Bila Anda keluarganya, mintalah kode lain di tempat ia dibantu. "
    "Tidak ada yang berubah."
)
OTHER_PERSON = _(
    "Akun Anda sudah memakai data diri lain. Satu akun untuk satu orang: pilih “Saya membantu keluarga saya”, atau masuk dengan "
    "akun pemohon sendiri. Tidak ada yang berubah."
)
OTHER_ACCOUNT = _(
    "Pemohon ini sudah punya akun lain. Masuklah dengan akun itu; permohonannya sudah ada di sana. Tidak ada yang berubah."
)


@transaction.atomic
def make_handover_code(uuid, *, by, relation) -> str:
    """A new code to print; an earlier one is void from then on. Only its hash is kept."""
    application = Application.objects.locked(uuid)
    require(policies.can_pass_on, by, application)
    if not policies.ACTS["pass_on"].possible(application):
        raise WrongState(NOT_NOW)
    assistance = application.assistance
    if relation == Relation.FAMILY and assistance.consent_at is None:
        raise Refused(CONSENT_FIRST)
    code = crockford(CODE_LENGTH)
    assistance.handover_hash, assistance.handover_for = _hash(code), relation
    assistance.handover_expires_at, assistance.handover_tries = now() + LIFE, 0
    assistance.save()
    ledger.save(application)
    record(
        "assistance.code_printed", application, by=by, office=application.office,
        **policies.filing_role(by, application), for_whom=str(relation),
    )  # fmt: skip
    return code


@transaction.atomic
def take_over_file(code: str, *, by, relation, nik="", birth_on=None) -> Application | None:
    """The account takes the file. None when the code opens nothing, or the identity typed is not the person's: the try stays
    counted, and both read alike. Raises Refused for what the account itself can't be; then nothing changed."""
    application, assistance = _locked(code)
    if assistance is None:
        return None
    require(_may_take_over, by, application)
    if relation == Relation.SELF and not _is_person(application.person, nik, birth_on):
        assistance.handover_tries += 1
        assistance.save(update_fields=["handover_tries"])
        return None
    if relation == Relation.SELF:
        _become(application.person, by)
    elif assistance.handover_for != Relation.FAMILY:
        raise Refused(NOT_FOR_FAMILY)
    agency = application.assisting_agency
    application.filed_by, application.assisting_agency = by, None
    assistance.handover_hash = None
    assistance.handed_over_at, assistance.handed_over_to, assistance.handed_over_as = now(), by, relation
    assistance.save()
    ledger.save(application)
    record(
        "assistance.passed_on", application, by=by, office=application.office, role="applicant", relation=str(relation)
    )
    notices.tell_helpers_passed_on(application, agency)
    if relation == Relation.FAMILY and application.person.user_id is None:
        notices.text_holder_passed_on(application)
    return application


def _locked(code: str) -> tuple[Application | None, Assistance | None]:
    """The live code's file, locked, and what belongs to it; read again under the lock, as it may have been used meanwhile."""
    live = Assistance.objects.filter(
        handover_hash=_hash(typed_code(code)), handover_expires_at__gt=now(), handover_tries__lt=MOST_TRIES
    )
    found = live.values_list("application__uuid", flat=True).first()
    if found is None:
        return None, None
    application = Application.objects.locked(found)
    assistance = live.first()
    if not policies.ACTS["pass_on"].possible(application):
        return None, None
    return application, assistance


def _may_take_over(user, application) -> bool:
    return not has_role(user, application.assisting_agency, "front_desk")


_may_take_over.explain = HELPERS_NOT


def _is_person(person: Person, nik: str, birth_on) -> bool:
    return person.nik_hash == fingerprint(nik) and person.birth_on == birth_on


def _become(person: Person, account) -> None:
    """One account, one person. The account's row is the lock, as when it saves its own identity."""
    User.objects.select_for_update(no_key=True).get(pk=account.pk)
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if person.user_id == account.pk:
        return
    if person.user_id is not None:
        raise Refused(OTHER_ACCOUNT)
    if Person.objects.filter(user=account).exists():
        raise NotAllowed(OTHER_PERSON)
    person.user = account
    person.save(update_fields=["user"])


def _hash(code: str) -> str:
    return fingerprint(f"handover|{code}")
