"""What the office does to an issued permit: proposed by the verifier, signed by somebody else, carried out by the lifecycle."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from agencies.models import Delegation
from applications import measures as limits
from applications.actions import measures
from applications.models import Permit, PermitMeasure, PrintedDocument
from applications.policies import allowed
from applications.tasks import end_suspensions
from audit.models import JournalEntry
from notifications.models import Message
from ptsp_portal.lib.moment import moved_to
from ptsp_portal.lib.rules import NotAllowed, Refused, WrongState
from tests import factories
from tests.factories import add_post, findings, fresh, measured, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
TEXTS = {
    "reason": "Papan nama tidak dipasang.",
    "legal_basis": "Pasal 12 Perda 5/2023",
    "to_repair": "Pasang papan nama.",
}


@pytest.fixture
def permit():
    return factories.permit()


def again(permit) -> Permit:
    return Permit.objects.get(pk=permit.pk)


def propose(permit, kind, by="verifikator.batam", **how):
    return measures.propose_measure(permit.uuid, by=person(by), kind=kind, **TEXTS | how)


def standing(permit):
    """What must be the same after a refusal."""
    row = again(permit)
    journal, messages = JournalEntry.objects.count(), Message.objects.count()
    return row.status, row.status_since, row.application.change_count, row.measures.count(), journal, messages


def told(about):
    rows = Message.objects.filter(about=about.uuid, channel="inapp").select_related("user")
    return sorted((row.user.email.split("@")[0], row.occasion.split("/")[1]) for row in rows)


def test_a_proposal_changes_nothing_until_somebody_else_signs_it(permit):
    proposed = propose(permit, "warning")
    assert (again(permit).status, proposed.ordinal, proposed.number) == ("active", 1, "")
    assert told(permit) == [("kadis.batam", "permit_to_sign")]
    assert "sign_measure" in allowed(person("kadis.batam"), permit)
    assert "propose_measure" not in allowed(person("verifikator.batam"), permit)
    with pytest.raises(WrongState, match="masih menunggu tanda tangan"):
        propose(permit, "suspension")
    signed = measures.sign_measure(proposed.uuid, by=person("kadis.batam"))
    assert (signed.signer_name, signed.number.count("TINDAK"), again(permit).status) == (
        person("kadis.batam").full_name, 1, "active",
    )  # fmt: skip
    assert ("pemohon", "permit_warning") in told(permit)
    assert PrintedDocument.objects.filter(measure=signed, kind="measure", stored_at=None).count() == 1
    verbs = list(JournalEntry.objects.about(permit).values_list("verb", flat=True))
    assert verbs == ["measure.proposed", "permit.warned"]
    before = standing(permit)
    with pytest.raises(WrongState, match="sudah ditandatangani"):
        measures.sign_measure(proposed.uuid, by=person("kadis.batam"))
    assert standing(permit) == before
    with pytest.raises(DatabaseError, match="final_once_closed|Cannot update"), transaction.atomic():
        PermitMeasure.objects.filter(pk=signed.pk).update(reason="lain")


def test_who_proposes_does_not_sign_and_nobody_acts_on_a_permit_of_their_own(permit):
    add_post(person("kadis.batam"), factories.BATAM, "verifier")
    head = person("kadis.batam")
    proposed = propose(permit, "warning", by="kadis.batam")
    before = standing(permit)
    with pytest.raises(NotAllowed, match="Usulan ini Anda yang mengajukan"):
        measures.sign_measure(proposed.uuid, by=head)
    assert allowed(head, permit) == ["propose_correction"]
    deputy = person("kabid.batam")
    Delegation.objects.create(
        membership=head.memberships.get(role="head"), deputy=deputy, kind="plh",
        from_on=date(2026, 8, 1), until_on=date(2026, 8, 31),
    )  # fmt: skip
    assert standing(permit) == before
    signed = measures.sign_measure(proposed.uuid, by=person("kabid.batam"))
    assert signed.signer_position.startswith("Plh. ")
    add_post(person("pemohon"), factories.BATAM, "verifier")
    before = standing(permit)
    for stranger, words in (("pemohon", "pemohon berkas ini"), ("verifikator.tanjungpinang", "tidak tersedia")):
        with pytest.raises(NotAllowed, match=words):
            propose(permit, "warning", by=stranger)
    assert standing(permit) == before


def test_a_proposal_comes_back_with_a_reason(permit):
    proposed = propose(permit, "suspension")
    before = standing(permit)
    with pytest.raises(Refused, match="Tulis alasannya"):
        measures.refuse_measure(proposed.uuid, by=person("kadis.batam"), reason=" ")
    assert standing(permit) == before
    measures.refuse_measure(proposed.uuid, by=person("kadis.batam"), reason="Beri teguran dahulu.")
    assert ("verifikator.batam", "permit_proposal_refused") in told(permit)
    assert again(permit).status == "active"
    with pytest.raises(WrongState):
        measures.sign_measure(proposed.uuid, by=person("kadis.batam"))
    assert propose(permit, "warning").is_open


def test_a_sanction_needs_three_warnings_or_a_suspension_and_false_data_needs_neither(permit):
    before = standing(permit)
    with pytest.raises(WrongState, match="teguran yang sudah diberikan: 0"):
        propose(permit, "revocation", ground="sanction")
    with pytest.raises(Refused, match="Pilih dasar"):
        propose(permit, "revocation")
    with pytest.raises(WrongState, match="sedang dibekukan"):
        propose(permit, "reinstatement")
    for kind, lacking, words in (("warning", "reason", "alasannya"), ("warning", "to_repair", "diperbaiki"),
                                 ("suspension", "legal_basis", "dasar hukum")):  # fmt: skip
        with pytest.raises(Refused, match=words):
            propose(permit, kind, **{lacking: ""})
    with pytest.raises(Refused, match="sesudah hari ini"):
        propose(permit, "suspension", until_on=date(2026, 8, 4))
    assert standing(permit) == before
    assert limits.why_not(permit, "revocation", "false_data") == ""
    numbers = [measured(permit, "warning").number for _ in range(3)]
    assert numbers == [f"500.16.7/000{n}/TINDAK/BATAM/VIII/2026" for n in (1, 2, 3)]
    with pytest.raises(WrongState, match="Teguran ketiga sudah diberikan"):
        propose(permit, "warning")
    measured(permit, "revocation", ground="sanction", to_repair="")
    assert again(permit).status == "revoked"
    assert ("pemohon", "permit_revocation") in told(permit)
    for kind in PermitMeasure.Kind.values:
        with pytest.raises(WrongState):
            propose(permit, kind, ground="law")
    assert "propose_measure" not in allowed(person("verifikator.batam"), again(permit))
    assert findings() == []


def test_a_suspension_ends_by_an_act_or_by_its_own_date(permit, at_usual_moment):
    measured(permit, "suspension", until_on=date(2026, 8, 10))
    row = again(permit)
    assert (row.status, row.suspended_until) == ("suspended", date(2026, 8, 10))
    assert not limits.why_not(row, "revocation", "sanction")
    measured(permit, "reinstatement", to_repair="")
    assert (again(permit).status, again(permit).suspended_until) == ("active", None)
    measured(permit, "suspension", until_on=date(2026, 8, 10))
    with moved_to(at_usual_moment + timedelta(days=6)):  # 10 August: its last day
        assert end_suspensions() == 0
        assert not measures.end_suspension(permit.uuid)
    with moved_to(at_usual_moment + timedelta(days=6, hours=15)):  # 11 August, midnight has passed in Batam
        assert end_suspensions() == 1
        assert end_suspensions() == 0
        row = again(permit)
        assert (row.status, row.suspended_until) == ("active", None)
        last = row.measures.last()
        assert (last.kind, last.signed_by, last.number) == ("reinstatement", None, "")
        assert told(permit).count(("pemohon", "permit_reinstatement")) == 2
        assert findings() == []


def test_an_expired_permit_is_revoked_at_most(permit, at_usual_moment):
    with moved_to(at_usual_moment + timedelta(days=366 * 6)):
        assert limits.why_not(permit, "suspension") and limits.why_not(permit, "warning")
        assert limits.why_not(permit, "revocation", "law") == ""
        assert fresh(permit.application).permit.status == "active"
