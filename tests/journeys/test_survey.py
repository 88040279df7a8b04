"""From the downloaded permit to the office's index: the holder answers by the message's link, once, and the index moves."""

import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from applications.actions.issuance import store_printed_document
from complaints.models import SurveyResponse
from complaints.survey_figures import Figures, period_named
from notifications.models import Message
from ptsp_portal.lib.moment import now
from tests.applications.filing import fetch, page_of, send, words
from tests.complaints.surveying import answered, said, typed, with_kiosk
from tests.factories import BATAM, issued, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]


def test_a_permit_is_downloaded_the_survey_answered_once_and_the_index_moves(client, office_of, signed_in):
    batam = with_kiosk(office_of(BATAM))
    answered(batam, *[said(3)] * 5)

    def index():
        return Figures(batam, period_named("2026", now().date())).index

    assert index() == Decimal("75.00")
    file = issued()
    for document in file.printed_documents.all():
        store_printed_document(document.pk, b"%PDF-1.7 izin")
    owner = signed_in("pemohon")
    assert fetch(owner, page_of("printed", file, "permit")).body.startswith(
        b"%PDF"
    )  # the survey never stands before it
    invited = owner.get(page_of("file", file))
    assert "Isi survei kepuasan" in words(invited)
    by_page = owner.get(reverse("survey:of_file", args=[file.uuid])).url
    told = Message.objects.filter(user=person("pemohon"), occasion="applications/permit_ready", channel="email").get()
    by_message = re.search(r"/survei/isi/[^\s]+/", told.text)[0]
    stranger = Client()
    assert send(stranger, by_message, **typed(4, suggestion="Cepat sekali.")).status_code == 302
    assert SurveyResponse.objects.filter(channel="link", permit_type__code="SIPF").count() == 1
    assert index() == Decimal("79.17")  # (5 × 3 + 4) / 6 × 25
    for path in (by_message, by_page):
        again = send(stranger, path, **typed(1))
        assert again.status_code == 410 and "sudah diisi" in words(again)
    assert index() == Decimal("79.17")
    assert "79,17" in words(client.get(reverse("survey:office_index", args=[BATAM])))
