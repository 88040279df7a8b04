"""An agency's own sentences: kept by its office_admin, chosen by its officers at once, never deleted."""

from uuid import uuid4

import pytest
from django.urls import reverse

from agencies.models import Agency
from applications.actions.phrases import save_phrase, set_phrase_active
from applications.models import Phrase
from audit.models import JournalEntry
from ptsp_portal.lib.rules import NotAllowed, Refused
from tests.factories import BATAM, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
WORDS = "Mohon lengkapi jam praktik hari Sabtu."


def test_the_admin_adds_rewords_and_retires_a_phrase_in_the_browser(signed_in):
    batam, client = Agency.objects.get(slug=BATAM), signed_in("admin.batam")
    page = reverse("applications:phrases", args=[BATAM])
    Phrase.objects.create(use="refusal", text="Bukan kewenangan kami.")
    client.post(page, {"use": "question", "text": WORDS, "once": uuid4()})
    row = Phrase.objects.get(text=WORDS)
    assert row.agency == batam and row in Phrase.objects.of_agency(batam)
    shown = client.get(page).content.decode()
    assert WORDS in shown and "milik semua instansi" in shown
    one = reverse("applications:phrase", args=[BATAM, row.uuid])
    client.post(one, {"act": "save", "use": "decision", "text": "Jam praktik tertulis.", "once": uuid4()})
    client.post(one, {"act": "retire", "once": uuid4()})
    row.refresh_from_db()
    assert (row.use, row.text, row.is_active) == ("decision", "Jam praktik tertulis.", False)
    assert row not in Phrase.objects.of_agency(batam) and "Tidak dipakai" in client.get(page).content.decode()
    client.post(one, {"act": "revive", "once": uuid4()})
    assert row in Phrase.objects.of_agency(batam)
    assert JournalEntry.objects.filter(verb="phrase.saved", subject=row.uuid, chain=batam.journal_chain).count() == 4
    twice = client.post(page, {"use": "decision", "text": "jam praktik  tertulis.", "once": uuid4()}).content.decode()
    assert "sudah ada di pustaka" in twice and Phrase.objects.filter(agency=batam).count() == 1
    everybodys = Phrase.objects.get(agency=None)
    assert client.get(reverse("applications:phrase", args=[BATAM, everybodys.uuid])).status_code == 404


def test_nobody_else_changes_the_library(signed_in):
    batam = Agency.objects.get(slug=BATAM)
    row = save_phrase(batam.pk, by=person("admin.batam"), use="reason", text=WORDS)
    for name in ("kadis.batam", "verifikator.batam"):
        with pytest.raises(NotAllowed):
            save_phrase(batam.pk, by=person(name), use="reason", text="Lain", uuid=row.uuid)
        with pytest.raises(NotAllowed):
            set_phrase_active(batam.pk, row.uuid, False, by=person(name))
    with pytest.raises(Refused):
        save_phrase(batam.pk, by=person("admin.batam"), use="reason", text=WORDS)
    row.refresh_from_db()
    assert row.text == WORDS and row.is_active and Phrase.objects.count() == 1
    head = signed_in("kadis.batam")
    assert "Simpan kalimat" not in head.get(reverse("applications:phrases", args=[BATAM])).content.decode()
    assert head.get(reverse("applications:phrase", args=[BATAM, row.uuid])).status_code == 404
    assert signed_in("loket.batam").get(reverse("applications:phrases", args=[BATAM])).status_code == 404
