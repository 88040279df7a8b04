"""The complaint officer releases a redacted complaint with its answer to the public page, and takes it back."""

import re

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from audit.log import record
from complaints import policies
from complaints.actions import ledger
from complaints.models import Complaint
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import Refused, WrongState, require

BOTH_NEEDED = _("Tulis ringkasan pengaduan dan jawabannya. Tidak ada yang terbit.")
NOT_ANSWERED = _("Hanya pengaduan yang sudah dijawab dapat diterbitkan. Tidak ada yang terbit.")
NAMES_SOMEBODY = _(
    "Teks ini masih memuat sesuatu yang menunjuk kepada orang: %(found)s. Hapus dahulu. Tidak ada yang terbit."
)
NOT_PUBLISHED = _("Pengaduan ini tidak sedang terbit. Tidak ada yang berubah.")
MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
LONG_NUMBER = re.compile(r"(?:\+?\d[\s.-]?){10,}")  # telephone, NIK, NPWP, bank account


@transaction.atomic
def publish_complaint(uuid, *, by, question, answer) -> Complaint:
    """In the officer's own words; refused while a name, an address or a number of somebody is still in them."""
    complaint = Complaint.objects.locked(uuid)
    require(policies.can_publish, by, complaint)
    question, answer = (text.replace("\0", "").strip() for text in (question, answer))
    if not complaint.answered_at:
        raise WrongState(NOT_ANSWERED)
    if not (question and answer):
        raise Refused(BOTH_NEEDED)
    if found := pointing_at_people(f"{question}\n{answer}", complaint):
        raise Refused(NAMES_SOMEBODY % {"found": ", ".join(found)})
    complaint.public_question, complaint.public_answer, complaint.published_at = question, answer, now()
    ledger.save(complaint)
    record("complaint.published", complaint, by=by, office=complaint.office, number=complaint.number)
    return complaint


@transaction.atomic
def withdraw_publication(uuid, *, by) -> Complaint:
    complaint = Complaint.objects.locked(uuid)
    require(policies.can_publish, by, complaint)
    if complaint.published_at is None:
        raise WrongState(NOT_PUBLISHED)
    complaint.published_at = None
    ledger.save(complaint)
    record("complaint.unpublished", complaint, by=by, office=complaint.office, number=complaint.number)
    return complaint


def pointing_at_people(text: str, complaint) -> list[str]:
    """What in the text leads to somebody: addresses, long numbers, the file's number, and the names that the register knows."""
    found = [match.group().strip() for pattern in (MAIL, LONG_NUMBER) for match in pattern.finditer(text)]
    known = []
    if complaint.application_id:
        known += [complaint.application.registration_number, complaint.application.holder_name]
    if complaint.permit_id:
        known += [complaint.permit.holder_name, complaint.permit.corrected_name]
    reporters = filter(None, map(policies.reporter_of, (complaint, *complaint.duplicates.select_related("reporter"))))
    if any(_names(text, reporter.name) for reporter in reporters):
        found.append(str(_("nama pelapor")))  # not word for word, or the refusal would tell a confidential name
    officers = filter(None, (complaint.about_user, complaint.verified_by, complaint.answered_by))
    if any(_names(text, officer.full_name) for officer in officers):
        found.append(str(_("nama petugas")))
    return found + [each for each in known if each and each.casefold() in text.casefold()]


def _names(text: str, name: str) -> bool:
    """The whole name, or two of its words in a row."""
    words = [re.escape(word) for word in name.casefold().split()]
    pairs = [rf"\b{first}\s+{second}\b" for first, second in zip(words, words[1:], strict=False)]
    wanted = pairs or [rf"\b{word}\b" for word in words if len(word) > 2]
    return any(re.search(pattern, text.casefold()) for pattern in wanted)
