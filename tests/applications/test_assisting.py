"""A counter files for somebody: who may, whose consent, whose file it is, and the hand-over to an account."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model

from agencies.actions import NikTaken, save_person
from agencies.models import Person, Region
from applications import policies
from applications.actions import assisting, counter_sheet, drafting, passing_on, submission, verification
from applications.models import Application
from audit.models import JournalEntry
from notifications.models import Message
from ptsp_portal.lib.moment import moved_to, now
from ptsp_portal.lib.rules import Incomplete, NotAllowed, Refused, WrongState
from tests.applications.helping import FISHERMAN, NIK, VILLAGE, answers_of, code_sent, consented, filled_in, helped
from tests.factories import BATAM, add_post, colleague, fresh, paper, person, untouched

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
DESK = "petugas.tanjungriau"


def left_behind() -> tuple:
    return Application.objects.count(), Person.objects.count(), JournalEntry.objects.count(), Message.objects.count()


# Starting


def test_a_village_counter_files_to_its_own_office_and_to_those_above_for_somebody_without_account():
    file = helped(office=BATAM, code="SIPF")
    assert (file.channel, file.assisting_agency.slug, file.filed_by) == ("village", VILLAGE, person(DESK))
    assert (file.person.user, file.person.name, file.assistance.identity_shown) == (None, FISHERMAN["name"], "ktp")
    entry = JournalEntry.objects.get(verb="application.started")
    assert (entry.role, entry.agency, entry.actor) == ("front_desk", "21.71.03.1003/KELURAHAN", person(DESK).uuid)
    assert NIK not in str(JournalEntry.objects.values_list("facts", flat=True))
    again = helped()  # whoever has the NIK already is used
    assert again.person == file.person and Person.objects.filter(user=None).count() == 1


@pytest.mark.parametrize(
    ("how", "refusal", "words"),
    [
        ({"by": "verifikator.batam", "agency": BATAM}, NotAllowed, "Hanya petugas loket"),
        ({"by": "opd.dinkes.batam", "agency": "dinkes-kota-batam"}, NotAllowed, "Hanya petugas loket"),
        ({"office": "dpmptsp-kota-tanjungpinang", "code": "SIPF"}, Refused, "tidak melayani wilayah"),
        ({"by": "loket.batam", "agency": BATAM}, Refused, "tidak melayani wilayah"),
        ({"office": "kecamatan-sekupang", "code": "SIPF"}, Refused, "belum melayani layanan"),
    ],
    ids=["no-counter", "an-agency", "another-city", "an-office-below", "not-offered"],
)
def test_what_a_counter_may_not_start_leaves_nothing(how, refusal, words):
    before = left_behind()
    with pytest.raises(refusal, match=words):
        helped(**how)
    assert left_behind() == before


def test_another_birth_date_is_refused_and_nobody_helps_themselves():
    helped()
    before = left_behind()
    with pytest.raises(Refused, match="tanggal lahir lain"):
        helped(who={"birth_on": FISHERMAN["birth_on"] + timedelta(days=1)})
    nurul = person("pemohon")
    add_post(nurul, VILLAGE, "front_desk")
    her = {"nik": nurul.person.nik, "birth_on": nurul.person.birth_on}
    with pytest.raises(NotAllowed, match="data diri Anda sendiri"):
        helped(by="pemohon", who=her)
    assert left_behind() == before
    hers = helped(who=her)  # a colleague may; she is its applicant, and not its helper
    assert policies.is_applicant(nurul, hers) and policies.has_own_interest(nurul, hers)
    assert not policies.can_record_consent(nurul, hers) and not policies.can_pass_on(nurul, hers)


# Consent


def test_nothing_is_sent_without_consent():
    file = filled_in(helped())
    before = untouched(file)
    for act in (submission.submit_application, counter_sheet.submit_and_register):
        with pytest.raises(Refused, match="Persetujuan pemohon belum tercatat"):
            act(file.uuid, by=person(DESK))
    assert untouched(file) == before


def test_a_code_stands_for_consent_once():
    file, desk = helped(), person(DESK)
    assisting.send_consent_code(file.uuid, by=desk)
    code, row = code_sent(), fresh(file).assistance
    text = Message.objects.get(channel="sms")
    assert text.address == FISHERMAN["phone"] and "Kelurahan Tanjung Riau" in text.text and code not in row.code_hash
    assert assisting.check_consent_code(file.uuid, by=desk, code=code)
    row = fresh(file).assistance
    assert (row.consent_at, row.consent_by, row.consent) == (now(), desk, "code")
    before = untouched(file)
    with pytest.raises(WrongState, match="kode hanya berlaku sekali"):
        assisting.check_consent_code(file.uuid, by=desk, code=code)
    with pytest.raises(WrongState, match="kode hanya berlaku sekali"):
        assisting.send_consent_code(file.uuid, by=desk)
    assert untouched(file) == before


def test_a_code_has_five_tries_and_ten_minutes_and_an_older_one_is_void():
    file, desk = helped(), person(DESK)
    assisting.send_consent_code(file.uuid, by=desk)
    old = code_sent()
    with moved_to(now() + timedelta(minutes=10, seconds=1)):
        assert not assisting.check_consent_code(file.uuid, by=desk, code=old)
        assisting.send_consent_code(file.uuid, by=desk)
        right = code_sent()
        wrong = [f"{(int(right) + n) % 10**6:06}" for n in range(1, 6)]
        assert not any(assisting.check_consent_code(file.uuid, by=desk, code=code) for code in [*wrong[:4], old][:4])
        assert not assisting.check_consent_code(file.uuid, by=desk, code=wrong[4])
        assert not assisting.check_consent_code(file.uuid, by=desk, code=right)  # the sixth try
    assert fresh(file).assistance.consent_at is None and fresh(file).assistance.code_tries == 5
    for _more in range(assisting.MOST_CODES - 2):
        assisting.send_consent_code(file.uuid, by=desk)
    before = untouched(file)
    with pytest.raises(Refused, match="Sudah 5 kode"):
        assisting.send_consent_code(file.uuid, by=desk)
    assert untouched(file) == before


def test_without_telephone_or_gateway_no_code_is_promised(settings):
    file, desk = helped(who={"phone": ""}), person(DESK)
    with pytest.raises(Refused, match="Nomor HP"):
        assisting.send_consent_code(file.uuid, by=desk)
    settings.DEMO, settings.SMS_GATEWAY_URL = False, ""
    with pytest.raises(Refused, match="belum dapat mengirim SMS"):
        assisting.send_consent_code(file.uuid, by=desk, phone="+6281270001111")
    assert not Message.objects.filter(channel="sms").exists() and fresh(file).assistance.code_hash == ""


def test_a_signed_form_stands_for_consent():
    file = helped(consent="paper")
    _name, content, inspected = paper("ktp", ("jpg",))
    assisting.record_paper_consent(file.uuid, by=person(DESK), inspected=inspected, content=content)
    row = fresh(file).assistance
    assert (row.consent, row.consent_at, row.form_sha256) == ("paper", now(), inspected.sha256)
    with row.form.open() as stored:
        assert stored.read() == content


# Whose file it is


def test_any_officer_of_the_helping_counter_may_do_the_applicants_part_and_nobody_else():
    file = filled_in(helped(office=BATAM, code="SIPF"))
    other = colleague("petugas2.tanjungriau", (VILLAGE, "front_desk"))
    for name in ("loket.batam", "lurah.tanjungriau", "petugas.sekupang", "pemohon"):
        assert not Application.objects.visible_to(person(name)).filter(pk=file.pk).exists(), name
        assert not policies.acts_for_applicant(person(name), file), name
    assert Application.objects.visible_to(other).get() == Application.objects.in_hands_of(other).get() == file
    assert not Application.objects.own(other).exists() and not Application.objects.own(person(DESK)).exists()
    assert {row["key"] for way in Application.objects.ways_to_see(other) for row in way} == {file.pk}
    assisting.send_consent_code(file.uuid, by=other)
    assisting.check_consent_code(file.uuid, by=other, code=code_sent())
    submission.submit_application(file.uuid, by=other)
    sent = fresh(file)
    assert (sent.state, sent.holder_agency.slug, sent.holder_name) == ("submitted", BATAM, FISHERMAN["name"])
    entry = JournalEntry.objects.get(verb="application.submitted")
    assert (entry.role, entry.agency, entry.actor) == ("front_desk", "21.71.03.1003/KELURAHAN", other.uuid)
    told = Message.objects.filter(occasion="applications/submitted")
    assert {(each.channel, each.user) for each in told} == {("sms", None)}
    items = [{"on": "other", "code": "", "note": "KTP tidak terbaca."}]
    verification.return_application(file.uuid, by=person("loket.batam"), items=items)
    counter_sheet.save_sheet(file.uuid, by=other, version=fresh(file).change_count, answers=answers_of(file))
    submission.submit_application(file.uuid, by=person(DESK))
    assert fresh(file).state == "submitted"
    submission.withdraw_application(file.uuid, by=other)
    assert fresh(file).state == "withdrawn"


def test_the_same_officer_registers_what_they_typed_and_neither_endorses_nor_signs():
    file, desk = consented(filled_in(helped())), person(DESK)
    assert not policies.has_own_interest(desk, file)
    marks = Application.objects.filter(pk=file.pk).marked_for(desk).get()
    assert not marks.is_own
    counter_sheet.submit_and_register(file.uuid, by=desk)
    done = fresh(file)
    assert (done.state, done.registered_by, done.holder_role) == ("registered", desk, "verifier")
    assert not done.documents.exclude(check_result="fit").exists()
    assert policies.worked_on_it(desk, done)
    verbs = ["application.submitted", "document.checked", "application.registered"]
    assert list(JournalEntry.objects.filter(verb__in=verbs).order_by("id").values_list("verb", flat=True)) == verbs
    assert not Message.objects.filter(occasion="applications/desk_new_file", user=desk).exists()


def test_who_typed_or_sent_it_for_the_applicant_neither_endorses_nor_signs_though_a_colleague_registers():
    typist = colleague("petugas2.tanjungriau", (VILLAGE, "front_desk"), (VILLAGE, "head"))
    file = consented(filled_in(helped()))
    submission.submit_application(file.uuid, by=typist)
    for user, had_part in ((typist, True), (person(DESK), True), (person("lurah.tanjungriau"), False)):
        assert policies.worked_on_it(user, fresh(file)) == had_part, user
        assert bool(Application.objects.filter(pk=file.pk).marked_for(user).get().had_part) == had_part, user
        assert not policies.has_own_interest(user, fresh(file))
    assert not policies.can_sign(typist, fresh(file)) and policies.can_sign(person("lurah.tanjungriau"), fresh(file))


def test_registering_at_once_needs_every_original_seen_and_every_answer_given():
    file, desk = consented(filled_in(helped(), seen=False)), person(DESK)
    before = untouched(file)
    with pytest.raises(Refused, match="asli sudah dilihat"):
        counter_sheet.submit_and_register(file.uuid, by=desk)
    empty = consented(helped())
    before_empty = untouched(empty)
    with pytest.raises(Incomplete):
        counter_sheet.submit_and_register(empty.uuid, by=desk)
    assert (untouched(file).state, untouched(file).change_count) == (before.state, before.change_count)
    assert untouched(empty) == before_empty


def test_the_second_of_two_tabs_changes_nothing():
    file, desk = helped(), person(DESK)
    seen = file.change_count
    counter_sheet.save_sheet(file.uuid, by=desk, version=seen, answers={"keperluan": "Bank"})
    before = untouched(file)
    name, content, inspected = paper("ktp", ("jpg",))
    with pytest.raises(counter_sheet.Stale, match="berubah sejak halaman Anda dibuka"):
        counter_sheet.save_sheet(
            file.uuid, by=desk, version=seen, answers={"keperluan": "Sekolah"},
            uploads=[("ktp", inspected, content, name)],
        )  # fmt: skip
    assert untouched(file) == before
    assert fresh(file).answers == {"keperluan": "Bank"} and not fresh(file).documents.exists()


def test_without_a_gateway_the_helping_counter_is_asked_to_tell(settings):
    file = consented(filled_in(helped(office=BATAM, code="SIPF")))
    settings.DEMO, settings.SMS_GATEWAY_URL = False, ""
    submission.submit_application(file.uuid, by=person(DESK))
    told = Message.objects.get(occasion="applications/submitted", channel="inapp")
    assert told.user == person(DESK)
    assert told.subject.startswith("Sampaikan kepada pemohon: Permohonan Anda sudah kami terima")
    assert "tidak punya akun" in told.text and f"nomor acuan {fresh(file).reference}" in told.text


def test_an_abandoned_draft_loses_telephone_and_signed_form():
    file = helped(consent="paper")
    _name, content, inspected = paper("ktp", ("jpg",))
    row = assisting.record_paper_consent(file.uuid, by=person(DESK), inspected=inspected, content=content)
    with moved_to(now() + timedelta(days=200)):
        assert drafting.forget_draft(file.uuid)
    kept = fresh(file).assistance
    assert (kept.phone, kept.code_hash, kept.handover_hash) == ("", "", None) and row.pk == kept.pk


# Hand-over


@pytest.fixture
def daughter():
    return get_user_model().objects.create_user("laila@contoh.id", "x", full_name="Laila Binti Awang")


def handed(file, relation):
    return passing_on.make_handover_code(file.uuid, by=person(DESK), relation=relation)


def test_a_daughter_takes_the_draft_over_and_the_holder_stays(daughter):
    file = consented(filled_in(helped()))
    code = handed(file, "family")
    assert code not in fresh(file).assistance.handover_hash
    taken = passing_on.take_over_file(f" {code[:5].lower()}-{code[5:]} ", by=daughter, relation="family")
    row = fresh(file).assistance
    assert (taken.filed_by, taken.assisting_agency, taken.person.user) == (daughter, None, None)
    assert (row.handed_over_to, row.handed_over_as, row.agency.slug) == (daughter, "family", VILLAGE)
    assert not Application.objects.visible_to(person(DESK)).exists()
    assert Application.objects.own(daughter).get() == file
    told = Message.objects.get(occasion="applications/passed_on", channel="inapp")
    assert told.user == person(DESK) and told.link == ""
    submission.submit_application(file.uuid, by=daughter)
    assert fresh(file).holder_name == FISHERMAN["name"]
    assert {each.user for each in Message.objects.filter(occasion="applications/submitted")} == {daughter}
    before = untouched(file)
    assert passing_on.take_over_file(code, by=person("pemohon"), relation="family") is None
    assert untouched(file) == before and fresh(file).filed_by == daughter


def test_the_applicant_takes_it_over_with_nik_and_birth_date(daughter):
    file = helped()
    code, him = handed(file, "self"), get_user_model().objects.create_user("awang@contoh.id", "x", full_name="Awang")
    who = {"nik": NIK, "birth_on": FISHERMAN["birth_on"]}
    for wrong in ({"nik": "2171031202640004"}, {"birth_on": now().date()}):
        assert passing_on.take_over_file(code, by=him, relation="self", **who | wrong) is None
    assert fresh(file).assistance.handover_tries == 2 and fresh(file).filed_by == person(DESK)
    with pytest.raises(Refused, match="untuk pemohon sendiri"):
        passing_on.take_over_file(code, by=daughter, relation="family")
    passing_on.take_over_file(code, by=him, relation="self", **who)
    taken = fresh(file)
    assert (taken.person.user, taken.filed_by, taken.assisting_agency) == (him, him, None)


def test_who_can_not_take_over_changes_nothing(daughter):
    file = helped()
    code, who = handed(file, "self"), {"nik": NIK, "birth_on": FISHERMAN["birth_on"]}
    before = untouched(file)
    for by, words in (
        (person("pemohon"), "sudah memakai data diri lain"),
        (person(DESK), "tidak menerima serah terima"),
    ):
        with pytest.raises(Refused, match=words):
            passing_on.take_over_file(code, by=by, relation="self", **who)
    Person.objects.filter(pk=file.person_id).update(user=colleague("awang"))
    with pytest.raises(Refused, match="sudah punya akun lain"):
        passing_on.take_over_file(code, by=daughter, relation="self", **who)
    with moved_to(now() + timedelta(days=14, seconds=1)):
        assert passing_on.take_over_file(code, by=daughter, relation="self", **who) is None
    for _try in range(passing_on.MOST_TRIES):
        assert passing_on.take_over_file(code, by=daughter, relation="self", nik="", birth_on=None) is None
    assert passing_on.take_over_file(code, by=person("awang"), relation="self", **who) is None
    assert untouched(file) == before and fresh(file).assisting_agency.slug == VILLAGE


def test_a_family_gets_no_code_before_consent_and_an_older_code_is_void(daughter):
    file = helped()
    before = untouched(file)
    with pytest.raises(Refused, match="persetujuan pemohon"):
        handed(file, "family")
    assert untouched(file) == before
    file = consented(file)
    old, new = handed(file, "family"), handed(file, "family")
    assert passing_on.take_over_file(old, by=daughter, relation="family") is None
    assert passing_on.take_over_file(new, by=daughter, relation="family").filed_by == daughter


def test_a_nik_that_a_counter_typed_is_claimed_with_the_code(daughter):
    helped()
    data = FISHERMAN | {"region": Region.objects.get(code="21.71.03.1003"), "npwp": ""}
    with pytest.raises(NikTaken, match="kode serah terima"):
        save_person(data, by=daughter)
    assert not Person.objects.filter(user=daughter).exists()
