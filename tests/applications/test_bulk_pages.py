"""The pages of many: what stands there, what can't be ticked and why, confirming, the result, and who sees it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.models import Membership
from applications.models import BulkAct, BulkItem, Permit
from ptsp_portal.lib.moment import moved_to, now
from tests.applications.test_bulk import reworded_file
from tests.factories import BATAM, at_signing, colleague, drafted, fresh, person, verified

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
SIGN, ENDORSE = reverse("applications:sign_many"), reverse("applications:endorse_many")
LATER = timedelta(minutes=16)  # than the password stays fresh
ACKNOWLEDGE = reverse("applications:acknowledge_many")


def tick(*files):
    return [f"{file.uuid}:{file.change_count}" for file in files]


def text_of(response):
    return response.content.decode()


def sure(client, url, *files, **more):
    return client.post(url, {"once": uuid4(), "sure": "1", "pilih": tick(*files)} | more)


def test_each_draft_stands_there_with_the_words_of_its_concept(signed_in):
    file = at_signing()
    text = text_of(signed_in("kadis.batam").get(SIGN))
    of_the_permit = ("Dinas Kesehatan Kota Batam", "Masa berlaku", "Menimbang", "Nomor STR")
    for words in (file.registration_number, file.holder_name, *of_the_permit, "Pemisahan tugas"):
        assert words in text, words
    assert reverse("applications:concept", args=[file.uuid]) in text
    assert f'value="{file.uuid}:{file.change_count}"' in text
    assert file.holder_identity not in text


def test_what_must_be_opened_by_itself_has_no_box_and_says_why(signed_in):
    refusal, clash = at_signing("reject"), reworded_file()
    own_hand = at_signing()
    own_hand.registered_by = person("kadis.batam")
    own_hand.save()
    text = text_of(signed_in("kadis.batam").get(SIGN))
    assert text.count("Tidak dapat dicentang") == 3 and 'type="checkbox"' not in text
    for words in ("Penolakan dibaca", "buka dan putuskan sendiri", "orang lain yang harus", "Kata-kata syarat"):
        assert words in text, words
    assert str(refusal) in text and str(clash) in text


def test_ticking_leads_to_a_question_and_then_to_the_results(signed_in):
    files = [at_signing(), at_signing()]
    client = signed_in("kadis.batam")
    asked = client.post(SIGN, {"once": uuid4(), "pilih": tick(*files)})
    assert asked.status_code == 200 and "2 berkas Anda pilih." in text_of(asked)
    assert BulkAct.objects.count() == 0 and Permit.objects.count() == 0
    done = sure(client, SIGN, *files)
    assert done.url == reverse("applications:bulk_result", args=[BulkAct.objects.get().uuid])
    for _reload in range(2):
        text = text_of(client.get(done.url))
        assert "2 dari 2 berhasil, 0 tidak." in text and fresh(files[0]).permit.number in text
    assert Permit.objects.count() == 2


def test_the_same_form_twice_runs_once(signed_in):
    file, key = at_signing(), uuid4()
    client = signed_in("kadis.batam")
    first, second = (sure(client, SIGN, file, once=key) for _turn in range(2))
    assert first.url == second.url
    assert (BulkAct.objects.count(), Permit.objects.count()) == (1, 1)


def test_nothing_ticked_leads_back(signed_in):
    response = signed_in("kadis.batam").post(
        SIGN, {"once": uuid4(), "sure": "1", "pilih": ["nonsense", ":", f"{uuid4()}:1"]}
    )
    assert response.url == SIGN and BulkAct.objects.count() == 0


def test_a_draft_that_changed_since_it_was_read_is_refused_alone(signed_in):
    stale, good = at_signing(), at_signing()
    stale.change_count -= 1
    client = signed_in("kadis.batam")
    text = text_of(client.get(sure(client, SIGN, stale, good).url))
    assert "1 dari 2 berhasil, 1 tidak." in text and "Konsep berubah" in text
    assert (fresh(stale).state, fresh(good).state) == ("signing", "issued")


def test_files_of_another_office_can_not_even_be_named(signed_in):
    file = at_signing()
    response = sure(signed_in("kadis.tanjungpinang"), SIGN, file)
    assert response.url == SIGN and BulkAct.objects.count() == 0 and fresh(file).state == "signing"
    assert str(file) not in text_of(signed_in("kadis.tanjungpinang").get(SIGN))


def test_signing_asks_for_the_password_again_and_endorsing_does_not(signed_in):
    file = at_signing()
    client = signed_in("kadis.batam")
    client.get(SIGN)
    with moved_to(now() + LATER):
        assert "reauthenticate" in client.get(SIGN).url
        assert "reauthenticate" in sure(client, SIGN, file).url
        assert client.get(ENDORSE).status_code == 200
    assert BulkAct.objects.count() == 0 and fresh(file).state == "signing"


def test_the_result_is_its_makers_alone(signed_in):
    url = sure(signed_in("kadis.batam"), SIGN, at_signing()).url
    for name in ("kabid.batam", "verifikator.batam", "kadis.tanjungpinang"):
        assert signed_in(name).get(url).status_code == 404
        assert signed_in(name).post(f"{url}lanjut/", {"once": uuid4()}).status_code == 404
    assert signed_in("pemohon").get(url).status_code == 404


def test_what_was_left_waiting_is_carried_on_from_the_page(signed_in):
    file, by = at_signing(), person("kadis.batam")
    act = BulkAct.objects.create(by=by, verb="sign")
    BulkItem.objects.create(act=act, position=1, thing=file.uuid, label=str(file), seen=file.change_count)
    url = reverse("applications:bulk_result", args=[act.uuid])
    client = signed_in("kadis.batam")
    assert "1 masih menunggu." in text_of(client.get(url)) and fresh(file).state == "signing"
    with moved_to(now() + LATER):
        assert "reauthenticate" in client.post(f"{url}lanjut/", {"once": uuid4()}).url
    assert fresh(file).state == "signing"
    assert client.post(f"{url}lanjut/", {"once": uuid4()}).url == url
    assert fresh(file).state == "issued" and "Lanjutkan" not in text_of(client.get(url))


def test_the_deputy_reads_as_whom_they_sign(signed_in):
    head, today = Membership.objects.get(user=person("kadis.batam")), now().date()
    deputy = colleague("plh.batam", (BATAM, "endorser"))
    head.delegations.create(deputy=deputy, kind="plh", decree="1", from_on=today, until_on=today)
    file = at_signing()
    client = signed_in("plh.batam")
    assert "Anda bertindak sebagai Plh." in text_of(client.get(SIGN))
    assert "Anda bertindak sebagai Plh." in text_of(client.get(reverse("applications:sign", args=[file.uuid])))
    sure(client, SIGN, file)
    assert fresh(file).permit.signer_position.startswith("Plh.")


def test_an_endorser_gives_many_parafs(signed_in):
    files = [drafted(), drafted()]
    client = signed_in("kabid.batam")
    assert text_of(client.get(ENDORSE)).count("Sudah saya baca") == 2
    sure(client, ENDORSE, *files)
    assert [fresh(file).state for file in files] == ["signing", "signing"]


def test_an_agency_acknowledges_many(signed_in):
    requests = [verified().recommendations.get() for _turn in range(2)]
    client = signed_in("opd.dinkes.batam")
    assert text_of(client.get(ACKNOWLEDGE)).count('type="checkbox"') == 2
    client.post(
        ACKNOWLEDGE, {"once": uuid4(), "sure": "1", "pilih": [f"{each.uuid}:{each.version}" for each in requests]}
    )
    assert set(BulkItem.objects.values_list("result", flat=True)) == {"done"}
    assert str(requests[0].application) not in text_of(client.get(ACKNOWLEDGE))


def test_the_queue_offers_boxes_for_what_may_be_done_and_carries_them_over(signed_in):
    mine, barred = at_signing(), at_signing()
    barred.registered_by = person("kadis.batam")
    barred.save()
    client = signed_in("kadis.batam")
    text = text_of(client.get(reverse("applications:desk", args=["tanda-tangan"])))
    assert f'value="{mine.uuid}" form="banyak"' in text and f'value="{barred.uuid}"' not in text
    text = text_of(client.get(SIGN, {"pilih": [mine.uuid, "nonsense"]}))
    assert str(mine) in text and str(barred) not in text and "checked" in text
    assert 'id="banyak"' not in text_of(signed_in("loket.batam").get(reverse("applications:desk", args=["loket"])))
    verified()
    assert 'form="banyak"' in text_of(
        signed_in("opd.dinkes.batam").get(reverse("applications:desk", args=["rekomendasi"]))
    )


@pytest.mark.parametrize(
    ("url", "account", "make"),
    [
        (SIGN, "kadis.batam", at_signing),
        (ENDORSE, "kabid.batam", drafted),
        (ACKNOWLEDGE, "opd.dinkes.batam", verified),
    ],
)
def test_a_longer_page_asks_the_database_no_more_often(signed_in, url, account, make):
    counts = []
    for _turn in range(2):
        make()
        make()
        client = signed_in(account)
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert client.get(url).status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1], counts
