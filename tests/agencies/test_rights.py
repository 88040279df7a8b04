"""Wider rights take two people; whoever gains is never one of them. Narrower rights take one."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import User
from agencies import actions
from agencies.models import Agency, Delegation, Membership, Person, RightsRequest
from audit.models import JournalEntry
from notifications.models import Message
from ptsp_portal.lib.moment import moved_to, now
from ptsp_portal.lib.rules import NotAllowed, Refused, WrongState
from tests.factories import BATAM, add_post, colleague, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
TODAY = date(2026, 8, 4)
KELURAHAN = "kelurahan-tanjung-riau"


@pytest.fixture
def batam():
    return Agency.objects.get(slug=BATAM)


@pytest.fixture
def keeper():
    return person("admin.batam")


def propose(agency, by, **changes):
    wanted = {"email": "rina@contoh.id", "full_name": "Rina Sari, S.H.", "role": "verifier", "from_on": TODAY}
    return actions.propose_role(agency.pk, by=by, **wanted | changes)


def untouched():
    return (
        Membership.objects.count(), Delegation.objects.count(), User.objects.count(), JournalEntry.objects.count(),
        Message.objects.count(), list(RightsRequest.objects.values_list("status", flat=True)),
    )  # fmt: skip


def refused(kind, words, act, *args, **kwargs):
    """The act is refused with these words, and nothing has changed."""
    before = untouched()
    with pytest.raises(kind) as no, transaction.atomic():
        act(*args, **kwargs)
    assert words in str(no.value) and untouched() == before


def test_a_new_officer_is_proposed_by_one_and_confirmed_by_another(batam, keeper, client):
    request = propose(batam, keeper, title="Verifikator Perizinan")
    assert not User.objects.filter(email="rina@contoh.id").exists()
    told = Message.objects.filter(occasion="agencies/rights_waiting", channel="inapp")
    assert [each.user for each in told] == [person("kadis.batam")]
    actions.confirm_rights(request.uuid, by=person("kadis.batam"))
    post = Membership.objects.get(user__email="rina@contoh.id")
    assert (post.agency, post.role, post.title, post.from_on, post.until_on) == (
        batam, "verifier", "Verifikator Perizinan", TODAY, None,
    )  # fmt: skip
    assert not post.user.has_usable_password() and post.user.full_name == "Rina Sari, S.H."
    entry = JournalEntry.objects.get(verb="membership.granted")
    assert (entry.subject, entry.actor, entry.chain) == (
        post.user.uuid,
        person("kadis.batam").uuid,
        batam.journal_chain,
    )
    assert entry.facts["proposed_by"] == str(keeper.uuid) and entry.facts["post"] == "verifier"
    mail = Message.objects.get(address="rina@contoh.id")
    link = next(line for line in mail.text.splitlines() if "/akun/password/reset/key/" in line)
    page = client.get("/" + link.split("/", 3)[3], follow=True)
    assert b'name="password1"' in page.content
    client.post(page.request["PATH_INFO"], {"password1": "sandi-baru-2026", "password2": "sandi-baru-2026"})
    assert client.login(email="rina@contoh.id", password="sandi-baru-2026")
    refused(WrongState, "sudah diputuskan", actions.confirm_rights, request.uuid, by=person("kadis.batam"))


def test_somebody_with_an_account_keeps_it_and_is_told(batam, keeper):
    request = propose(batam, keeper, email="PEMOHON2@demo.test", full_name="lain")
    assert request.full_name == person("pemohon2").full_name
    actions.confirm_rights(request.uuid, by=person("kadis.batam"))
    assert Membership.objects.get(user=person("pemohon2")).role == "verifier"
    told = Message.objects.filter(user=person("pemohon2"), channel="inapp").get()
    assert told.occasion == "agencies/post_granted" and "verifikator" in told.text
    refused(Refused, "sudah memegang peran ini", propose, batam, keeper, email="pemohon2@demo.test")


def test_nobody_proposes_rights_for_oneself_by_whatever_address(batam, keeper):
    EmailAddress.objects.create(user=keeper, email="rumah@contoh.id", verified=False)
    for email in (keeper.email, keeper.email.upper(), "admin.batam+dua@demo.test", "rumah@contoh.id"):
        refused(NotAllowed, "untuk dirinya sendiri", propose, batam, keeper, email=email, role="head")
    mine, twin = {"name": "Ani Wijaya", "birth_on": date(1990, 1, 2)}, colleague("ani.kedua")
    region = person("pemohon").person.region
    for user, nik in ((keeper, "2171034201900001"), (twin, "2171034201900009")):
        Person.objects.create(user=user, nik=nik, address="-", region=region, **mine)
    refused(NotAllowed, "untuk dirinya sendiri", propose, batam, keeper, email=twin.email)
    own = Membership.objects.get(user=keeper)
    Membership.objects.filter(pk=own.pk).update(until_on=TODAY + timedelta(days=9))
    refused(NotAllowed, "untuk dirinya sendiri", actions.propose_more_time, own.uuid, by=keeper, until_on=None)
    head = Membership.objects.get(user=person("kadis.batam"))
    lend = {"acting": "plh", "decree": "1", "from_on": TODAY, "until_on": TODAY, "email": keeper.email}
    refused(NotAllowed, "untuk dirinya sendiri", actions.propose_delegation, head.uuid, by=keeper, **lend)
    with pytest.raises(IntegrityError), transaction.atomic():
        RightsRequest.objects.create(
            agency=batam, kind="grant", user=keeper, email="x@x.id", full_name="x", role="head", from_on=TODAY,
            proposed_by=keeper,
        )  # fmt: skip


def test_an_address_that_nobody_has_proved_gets_no_rights(batam, keeper):
    """Whoever signed up with it knows the password; the owner would open the post for them."""
    squatter = User.objects.create_user(email="calon.kepala@contoh.id", full_name="Entah Siapa")
    address = EmailAddress.objects.create(user=squatter, email=squatter.email, verified=False, primary=True)
    refused(Refused, "belum dikonfirmasi", propose, batam, keeper, email="Calon.Kepala@contoh.id")
    waiting = propose(batam, keeper, email="kepala.baru@contoh.id")
    User.objects.filter(pk=squatter.pk).update(email="kepala.baru@contoh.id")
    EmailAddress.objects.filter(pk=address.pk).update(email="kepala.baru@contoh.id")
    refused(Refused, "belum dikonfirmasi", actions.confirm_rights, waiting.uuid, by=person("kadis.batam"))
    EmailAddress.objects.filter(pk=address.pk).update(verified=True)
    actions.confirm_rights(waiting.uuid, by=person("kadis.batam"))
    assert Membership.objects.get(user=squatter).role == "verifier"


def test_a_confirmation_looks_again_at_who_the_two_accounts_are(batam, keeper):
    twin = colleague("ani.kedua")
    waiting = propose(batam, keeper, email=twin.email)
    region, mine = person("pemohon").person.region, {"name": "Ani Wijaya", "birth_on": date(1990, 1, 2)}
    for user, nik in ((keeper, "2171034201900001"), (twin, "2171034201900009")):
        Person.objects.create(user=user, nik=nik, address="-", region=region, **mine)
    refused(NotAllowed, "untuk dirinya sendiri", actions.confirm_rights, waiting.uuid, by=person("kadis.batam"))


def test_the_second_person_is_neither_proposer_nor_gainer_nor_a_stranger(batam, keeper):
    other = colleague("admin2.batam", (BATAM, "office_admin"))
    request = propose(batam, keeper, email=other.email, role="endorser")
    for by, words in (
        (keeper, "Anda sendiri yang mengusulkannya"),
        (other, "menambah hak Anda sendiri"),
        (person("kabid.batam"), "diputuskan oleh kepala"),
        (person("kadis.kepri"), "diputuskan oleh kepala"),
    ):
        refused(NotAllowed, words, actions.confirm_rights, request.uuid, by=by)
        refused(NotAllowed, words, actions.refuse_rights, request.uuid, by=by, reason="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        RightsRequest.objects.filter(pk=request.pk).update(
            status="confirmed", user=other, decided_by=keeper, decided_at=now()
        )
    actions.confirm_rights(request.uuid, by=person("kadis.batam"))
    assert Membership.objects.filter(user=other, role="endorser").exists()


def test_a_kelurahan_is_confirmed_by_the_ptsp_above_and_a_ptsp_only_by_its_own(batam):
    kelurahan = Agency.objects.get(slug=KELURAHAN)
    keeper = colleague("admin.riau", (KELURAHAN, "office_admin"))
    request = propose(kelurahan, keeper, role="officer")
    refused(NotAllowed, "diputuskan oleh", actions.confirm_rights, request.uuid, by=person("kadis.bintan"))
    actions.confirm_rights(request.uuid, by=person("admin.batam"))
    assert Membership.objects.filter(agency=kelurahan, user__email="rina@contoh.id").exists()
    refused(
        Refused, "tidak ada di jenis instansi ini", propose, kelurahan, keeper, role="executive", email="b@contoh.id"
    )
    refused(NotAllowed, "hanya diurus oleh admin kantor", propose, batam, keeper, email="b@contoh.id")


def test_what_cannot_be_proposed_says_why(batam, keeper):
    yesterday = TODAY - timedelta(days=1)
    refused(Refused, "masa lalu", propose, batam, keeper, from_on=yesterday)
    refused(Refused, "lebih dari setahun", propose, batam, keeper, from_on=date(2028, 1, 1))
    refused(Refused, "Hari terakhir", propose, batam, keeper, until_on=yesterday)
    User.objects.filter(email="pemohon2@demo.test").update(is_active=False)
    refused(Refused, "dinonaktifkan", propose, batam, keeper, email="pemohon2@demo.test")
    propose(batam, keeper)
    refused(Refused, "sudah menunggu", propose, batam, keeper)
    clerk, head = (Membership.objects.get(user=person(name)) for name in ("loket.batam", "kadis.batam"))
    lend = {"acting": "plh", "decree": "1", "from_on": TODAY, "until_on": TODAY + timedelta(days=2), "by": keeper}
    refused(Refused, "menandatangani", actions.propose_delegation, clerk.uuid, email="sekda.batam@demo.test", **lend)
    refused(Refused, "menjabat hari ini", actions.propose_delegation, head.uuid, email="pemohon@demo.test", **lend)
    refused(Refused, "pemegang jabatan", actions.propose_delegation, head.uuid, email="kadis.batam@demo.test", **lend)
    refused(Refused, "sesudah yang lama", actions.propose_more_time, head.uuid, by=keeper, until_on=TODAY)


def test_a_stale_confirmation_is_refused(batam, keeper):
    clerk, head = Membership.objects.get(user=person("loket.batam")), person("kadis.batam")
    Membership.objects.filter(pk=clerk.pk).update(until_on=TODAY + timedelta(days=10))
    longer = actions.propose_more_time(clerk.uuid, by=keeper, until_on=TODAY + timedelta(days=100))
    short = propose(batam, keeper, until_on=TODAY + timedelta(days=2))
    actions.end_post(clerk.uuid, by=head, until_on=TODAY + timedelta(days=1))
    refused(WrongState, "tidak cocok lagi", actions.confirm_rights, longer.uuid, by=head)
    with moved_to(now() + timedelta(days=3)):
        refused(WrongState, "tidak cocok lagi", actions.confirm_rights, short.uuid, by=person("kadis.batam"))
    third = propose(batam, keeper, email="lama@contoh.id")
    with moved_to(now() + timedelta(days=31)):
        refused(WrongState, "tidak cocok lagi", actions.confirm_rights, third.uuid, by=person("kadis.batam"))
    known = propose(batam, keeper, email="pemohon2@demo.test")
    User.objects.filter(email="pemohon2@demo.test").update(is_active=False)
    refused(WrongState, "tidak cocok lagi", actions.confirm_rights, known.uuid, by=head)
    Membership.objects.filter(user=keeper).update(until_on=TODAY - timedelta(days=1))
    refused(WrongState, "tidak cocok lagi", actions.confirm_rights, third.uuid, by=person("kadis.batam"))


def test_a_refused_or_withdrawn_proposal_gives_nothing_and_stays_decided(batam, keeper):
    first, second = propose(batam, keeper), propose(batam, keeper, role="front_desk")
    refused(Refused, "Tulis alasan", actions.refuse_rights, first.uuid, by=person("kadis.batam"), reason=" ")
    actions.refuse_rights(first.uuid, by=person("kadis.batam"), reason="Bukan orang kantor.")
    told = Message.objects.get(occasion="agencies/rights_refused", channel="inapp")
    assert told.user == keeper and "Bukan orang" not in told.text
    refused(NotAllowed, "ditarik kembali oleh admin", actions.withdraw_rights, second.uuid, by=person("kabid.batam"))
    actions.withdraw_rights(second.uuid, by=keeper)
    for row in (first, second):
        refused(WrongState, "sudah diputuskan", actions.confirm_rights, row.uuid, by=person("kadis.batam"))
    assert not User.objects.filter(email="rina@contoh.id").exists()


def test_a_deputy_is_confirmed_by_the_head_and_signs_until_ended(batam, keeper):
    post, head = Membership.objects.get(user=person("kadis.batam")), person("kadis.batam")
    lend = {"email": "sekda.batam@demo.test", "acting": "plh", "decree": "094/12/2026", "from_on": TODAY}
    ends = TODAY + timedelta(days=5)
    request = actions.propose_delegation(post.uuid, by=keeper, until_on=ends, **lend)
    actions.confirm_rights(request.uuid, by=head)
    lent = Delegation.objects.get(deputy=person("sekda.batam"))
    assert (lent.kind, lent.decree, lent.from_on, lent.until_on) == ("plh", "094/12/2026", TODAY, ends)
    overlap = {**lend, "email": "kabid.batam@demo.test", "until_on": TODAY}
    refused(Refused, "sudah dilimpahkan", actions.propose_delegation, post.uuid, by=keeper, **overlap)
    refused(
        NotAllowed, "hanya dapat diakhiri", actions.end_delegation, lent.uuid, by=person("kabid.batam"), until_on=TODAY
    )
    actions.end_delegation(lent.uuid, by=keeper, until_on=TODAY)
    lent.refresh_from_db()
    assert lent.until_on == TODAY
    assert JournalEntry.objects.filter(verb__in=["delegation.granted", "delegation.ended"]).count() == 2


def test_ending_takes_one_person_and_never_gives_days_back(batam, keeper):
    clerk = colleague("pergi", (BATAM, "front_desk"))
    post = clerk.memberships.get()
    refused(NotAllowed, "hanya dapat diakhiri", actions.end_post, post.uuid, by=person("kabid.batam"), until_on=TODAY)
    refused(Refused, "paling awal kemarin", actions.end_post, post.uuid, by=keeper, until_on=TODAY - timedelta(days=2))
    actions.end_post(post.uuid, by=keeper, until_on=TODAY + timedelta(days=3))
    later = {"by": keeper, "until_on": TODAY + timedelta(days=9)}
    refused(Refused, "lebih awal dari yang lama", actions.end_post, post.uuid, **later)
    actions.end_post(post.uuid, by=person("kadis.batam"), until_on=TODAY - timedelta(days=1))
    assert not User.objects.get(pk=clerk.pk).in_office and User.objects.get(pk=clerk.pk).is_active
    refused(WrongState, "sudah berakhir", actions.end_post, post.uuid, by=keeper, until_on=TODAY)
    future = add_post(clerk, BATAM, "verifier", since=TODAY + timedelta(days=5))
    actions.end_post(future.uuid, by=keeper, until_on=TODAY)
    assert not Membership.objects.filter(pk=future.pk).exists()


def test_the_first_admin_of_an_office_is_appointed_on_the_server_once(batam):
    with pytest.raises(CommandError, match="sudah punya"):
        call_command("appoint_first", BATAM, "office_admin", "x@contoh.id", "X")
    with pytest.raises(CommandError, match="no agency"):
        call_command("appoint_first", "nirwana", "head", "x@contoh.id", "X")
    call_command("appoint_first", KELURAHAN, "office_admin", "Desa@contoh.id", "Pak Desa", verbosity=0)
    post = Membership.objects.get(user__email="desa@contoh.id")
    assert (post.agency.slug, post.role) == (KELURAHAN, "office_admin")
    assert "/akun/password/reset/key/" in Message.objects.get(address="desa@contoh.id").text
    assert JournalEntry.objects.get(verb="membership.granted").actor is None


def test_the_page_of_the_office_shows_people_and_what_waits(batam, keeper, signed_in, django_assert_max_num_queries):
    request = propose(batam, keeper)
    client = signed_in("admin.batam")
    assert client.get(reverse("agencies:office_home"))["Location"] == reverse("agencies:office", args=[BATAM])
    with django_assert_max_num_queries(13):
        page = client.get(reverse("agencies:office", args=[BATAM])).content.decode()
    for words in ("Rina Sari, S.H.: verifikator", person("kabid.batam").full_name, "Tambah petugas", "Limpahkan"):
        assert words in page
    assert client.get(reverse("agencies:office", args=["dpmptsp-kabupaten-bintan"])).status_code == 404
    head = signed_in("kadis.batam")
    assert "Menunggu persetujuan Anda" in head.get(reverse("agencies:office_home")).content.decode()
    assert "Setujui usulan" in head.get(reverse("agencies:rights_request", args=[request.uuid])).content.decode()
    assert head.get(reverse("agencies:propose_role", args=[BATAM])).status_code == 404
    assert ">Kantor<" in head.get("/kerja/").content.decode()
    assert ">Kantor<" not in signed_in("loket.batam").get("/kerja/").content.decode()
    assert signed_in("loket.batam").get(reverse("agencies:rights_request", args=[request.uuid])).status_code == 404
