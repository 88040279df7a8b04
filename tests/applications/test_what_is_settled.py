"""What was sent or signed stays as it was."""

import pytest
from django.db import InternalError, transaction

from applications.actions.drafting import choose_business
from applications.actions.submission import withdraw_application
from applications.actions.verification import return_application
from applications.models import Decision
from ptsp_portal.lib.rules import WrongState
from tests.factories import at_signing, fresh, issued, person, submitted, untouched

pytestmark = pytest.mark.django_db


def returned():
    file = submitted()
    items = [{"on": "other", "code": "", "note": "Alamat kurang lengkap."}]
    return_application(file.uuid, by=person("loket.batam"), items=items)
    return fresh(file)


def test_the_decision_of_a_signed_file_can_not_be_changed_in_the_database(reference, at_usual_moment):
    signed, waiting = issued(), at_signing(by="pemohon2")
    for change in (lambda rows: rows.update(conditions=["Lain"]), lambda rows: rows.delete()):
        with pytest.raises(InternalError, match="signed file"), transaction.atomic():
            change(Decision.objects.filter(application=signed))
    assert Decision.objects.get(application=signed).conditions == []
    assert Decision.objects.filter(application=waiting).update(conditions=["Masih konsep"]) == 1


def test_the_applicant_of_a_sent_file_can_not_be_exchanged(reference, at_usual_moment):
    file = returned()
    business = person("pemohon").person.representations.get().business
    before = untouched(file)
    with pytest.raises(WrongState):
        choose_business(file.uuid, by=person("pemohon"), business=business)
    assert untouched(file) == before and fresh(file).business is None
    choose_business(file.uuid, by=person("pemohon"), business=None)


def test_a_withdrawn_file_asks_for_no_repair(reference, at_usual_moment):
    file = returned()
    withdraw_application(file.uuid, by=person("pemohon"))
    assert not file.return_notices.filter(answered_at__isnull=True).exists()
