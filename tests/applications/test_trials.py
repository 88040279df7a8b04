"""A draft is tried as an applicant meets it: the real form, the real checks, what would come of it; and nothing else happens."""

import json
from random import Random
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from agencies.models import Membership, NumberSeries
from agencies.working_days import calendar_of
from applications.actions.trials import MOST, drop_trial, save_trial, start_trial
from applications.completeness import gaps
from applications.form_context import context_for
from applications.models import ServiceStandard, TrialFiling
from applications.schema.answers import store
from applications.schema.form import FormSpec, sections
from applications.schema.kinds import kind_of
from applications.standards.trial import gaps_of, outcome_of
from applications.views.samples import PER_PERSON
from applications.views.trials import _gaps
from audit.models import JournalEntry
from ptsp_portal.demo.answers import example_answers
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.pdf import RenderFailed
from ptsp_portal.lib.rules import NotAllowed, Refused, WrongState
from tests.applications.writing import begun_standard, published_standard, rewritten, with_field
from tests.factories import SEED, draft, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "at_usual_moment")]
WRITER = "admin.batam"
# What a trial may write: itself, the journal with its chain's head, the session and the form's key.
ITS_OWN = {"applications_trialfiling", "audit_journalentry", "audit_chainhead", "audit_replay", "django_session"}


def trial_of(standard, **how) -> TrialFiling:
    return start_trial(standard.uuid, by=person(WRITER), **how)


def filled_trial(standard) -> TrialFiling:
    """Every answer, every paper."""
    trial = trial_of(standard)
    spec = FormSpec.from_json(standard.fields)
    values = example_answers(spec, context_for(standard.office), Random(SEED), now().date())
    papers = [each["code"] for each in standard.requirements]
    return save_trial(trial.uuid, by=person(WRITER), answers=store(spec, values), papers=papers)


def url(trial, name="trial", *more):
    return reverse(f"applications:{name}", args=[trial.standard.uuid, trial.uuid, *more])


def text_of(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def rows_of_every_table() -> dict[str, int]:
    with connection.cursor() as cursor:
        counts = [
            f"SELECT '{table}', count(*) FROM {connection.ops.quote_name(table)}"
            for table in connection.introspection.table_names(cursor)
        ]
        cursor.execute(" UNION ALL ".join(counts))
        return dict(cursor.fetchall())


def test_a_whole_trial_touches_its_own_table_and_the_journal_alone(signed_in):
    standard, client = begun_standard(), signed_in(WRITER)
    before, series = rows_of_every_table(), list(NumberSeries.objects.order_by("pk").values())
    said = client.post(reverse("applications:trials", args=[standard.uuid]), {"once": uuid4(), "kind": "new"})
    trial = TrialFiling.objects.get()
    assert said.status_code == 302 and said["Location"] == url(trial)
    spec = FormSpec.from_json(standard.fields)
    typed = _typed(spec, example_answers(spec, context_for(standard.office), Random(SEED), now().date()))
    for section in sections(spec):
        said = client.post(url(trial, "trial_section", section.key), {"once": uuid4(), **typed})
        assert said.status_code == 302
    papers = [each["code"] for each in standard.requirements if each["mandatory"]]
    client.post(url(trial, "trial_papers"), {"once": uuid4(), "papers": papers})
    assert "dapat dikirim" in text_of(client.get(url(trial, "trial_check")))
    text_of(client.get(url(trial, "trial_result")))
    after = rows_of_every_table()
    assert {table for table in after if after[table] != before[table]} <= ITS_OWN
    assert after["applications_trialfiling"] == 1 and list(NumberSeries.objects.order_by("pk").values()) == series
    assert set(JournalEntry.objects.filter(subject=trial.uuid).values_list("verb", flat=True)) == {
        "trial.started",
        "trial.saved",
    }


def _typed(spec, answers) -> dict:
    """As a browser sends them."""
    return {code: kind_of(spec.field(code)).initial(value) for code, value in answers.items()}


def test_an_empty_trial_lacks_what_an_empty_filing_lacks_word_for_word():
    trial = trial_of(begun_standard())
    of_a_filing = [what for what, _link in gaps(draft())]
    assert [what for what, _link in _gaps(trial)] == of_a_filing
    assert len(of_a_filing) > 3


def test_a_full_trial_lacks_nothing_until_the_draft_asks_for_more():
    standard = begun_standard()
    trial = filled_trial(standard)
    assert _gaps(trial) == []
    rewritten(standard, fields=with_field(standard, "nomor_str_baru"), stages=[["DINKES", "ANTARIKSA"]])
    found = [what for what, _link in _gaps(TrialFiling.objects.get())]
    assert found == ["“Nomor_str_baru” belum diisi.", "Belum ada dinas ANTARIKSA di wilayah kantor ini"]


def test_secrets_are_sealed_as_in_a_real_filing():
    standard = begun_standard()
    fields = with_field(standard, "nik_penjamin", type="nik")
    standard = rewritten(standard, fields=fields)
    trial = trial_of(standard)
    stored = store(FormSpec.from_json(fields), {"nik_penjamin": "2171010101900001"})
    save_trial(trial.uuid, by=person(WRITER), answers=stored)
    assert "2171010101900001" not in json.dumps(TrialFiling.objects.get().answers)


def test_the_result_names_dates_agencies_and_people_of_today():
    standard = rewritten(
        begun_standard(), stages=[["DINKES", "PUPR"], ["SATPOLPP"]], time_limit_days=7, advisory=["PUPR"]
    )
    trial = filled_trial(standard)
    outcome, calendar = outcome_of(trial), calendar_of(standard.office.region)
    assert outcome.promised_on == calendar.promise(now(), 7)
    asked = [[(each.agency.code, each.days, each.is_required) for each in stage.asked] for stage in outcome.stages]
    assert asked == [[("DINKES", 2, True), ("PUPR", 2, False)], [("SATPOLPP", 2, True)]]
    first, second = (stage.asked[0].due_at for stage in outcome.stages)
    assert first == calendar.deadline(now(), 2) and second == calendar.deadline(first, 2)
    assert [post.names for post in outcome.endorsers] == [[person("kabid.batam").full_name]]
    assert outcome.signer.names == [person("kadis.batam").full_name]
    assert "/0001/" in outcome.number and not outcome.lines and outcome.is_free


def unfit(standard, **terms) -> ServiceStandard:
    """As no page saves it: a row of before a rule was made."""
    ServiceStandard.objects.filter(pk=standard.pk).update(**terms)
    standard.refresh_from_db()
    return standard


def test_a_post_that_nobody_holds_and_a_pattern_that_can_not_be_read_are_said(signed_in):
    standard = unfit(begun_standard(), number_pattern="{urutan}")
    Membership.objects.filter(agency=standard.office, role="endorser").delete()
    page = text_of(signed_in(WRITER).get(url(filled_trial(standard), "trial_result")))
    assert "belum ada pejabat" in page and "Pola nomornya belum benar." in page


def test_the_levy_is_reckoned_from_the_trials_answers(signed_in):
    standard = begun_standard("IPTM")
    trial = trial_of(standard)
    spec = FormSpec.from_json(standard.fields)
    save_trial(trial.uuid, by=person(WRITER), answers=store(spec, {"jenis_kegiatan": "Baru"}))
    page = text_of(signed_in(WRITER).get(url(trial, "trial_result")))
    assert "petugas yang menetapkannya" in page
    assert f"/uji/{trial.uuid}/surat/bill.pdf" in page
    levy = {"kind": "fixed", "amount": 150000, "label": "Retribusi makam"}
    rewritten(standard, levy=levy)
    assert outcome_of(TrialFiling.objects.get()).amount == 150000
    assert "Rp150.000" in text_of(signed_in(WRITER).get(url(trial, "trial_result")))


def test_what_was_typed_and_could_not_be_read_is_kept_and_said(signed_in):
    standard = begun_standard()
    standard = rewritten(standard, fields=with_field(standard, "jumlah_bed", type="integer"))
    trial, client = trial_of(standard), signed_in(WRITER)
    section = next(
        each for each in sections(FormSpec.from_json(standard.fields)) if "jumlah_bed" in [f.code for f in each.fields]
    )
    said = client.post(url(trial, "trial_section", section.key), {"once": uuid4(), "jumlah_bed": "banyak"})
    assert "banyak" in text_of(said, 400)
    assert "belum terbaca" in text_of(client.get(url(trial, "trial_check")))


def test_a_letter_is_drawn_from_the_draft_and_the_trials_answers(signed_in, monkeypatch):
    trial, seen = filled_trial(begun_standard()), []

    def preview_pdf(standard, letter, answers=None):
        seen.append((standard.pk, letter, answers))
        return b"%PDF-1.7 contoh"

    monkeypatch.setattr("applications.views.samples.preview_pdf", preview_pdf)
    response = signed_in(WRITER).get(url(trial, "trial_letter", "permit"))
    assert response["Content-Type"] == "application/pdf" and response.content == b"%PDF-1.7 contoh"
    assert seen == [(trial.standard_id, "permit", trial.answers)]
    assert signed_in(WRITER).get(url(trial, "trial_letter", "bill")).status_code == 404  # it is free
    for _more in range(PER_PERSON.tries):
        PER_PERSON.count(str(person(WRITER).pk))
    said = signed_in(WRITER).get(url(trial, "trial_letter", "permit"))
    assert "Terlalu banyak contoh" in text_of(said, 409) and len(seen) == 1


def test_a_letter_that_can_not_be_drawn_says_so(signed_in, monkeypatch):
    def preview_pdf(*_anything):
        raise RenderFailed

    monkeypatch.setattr("applications.views.samples.preview_pdf", preview_pdf)
    page = signed_in(WRITER).get(url(trial_of(begun_standard()), "trial_letter", "permit"))
    assert "Periksa naskahnya" in text_of(page, 409)


def test_a_copy_is_tried_by_its_cause_without_a_form():
    trial = trial_of(begun_standard(), kind="duplicate", cause="lost")
    codes = {each["code"] for each in trial.requirements}
    damaged = trial_of(trial.standard, kind="duplicate", cause="damaged")
    assert codes != {each["code"] for each in damaged.requirements}
    assert (
        all(what.startswith("Dokumen belum ada") for what, _link in gaps_of(trial, None, "/"))
        and not outcome_of(trial).stages
    )
    with pytest.raises(Refused, match="tidak ada isian"):
        save_trial(trial.uuid, by=person(WRITER), answers={"x": "y"})
    assert TrialFiling.objects.get(pk=trial.pk).answers == {}


@pytest.mark.parametrize("how", [{"kind": "duplicate"}, {"kind": "new", "cause": "lost"}, {"kind": "nonsense"}])
def test_a_kind_that_the_draft_does_not_serve_is_refused(how):
    standard = begun_standard()
    with pytest.raises(Refused, match="tidak dilayani"):
        trial_of(standard, **how)
    assert not TrialFiling.objects.exists()


def test_a_published_version_is_tried_no_more_but_its_trials_can_go():
    standard = begun_standard()
    trial = trial_of(standard)
    published_standard()
    for act in (lambda: trial_of(standard), lambda: save_trial(trial.uuid, by=person(WRITER), papers=["ktp"])):
        with pytest.raises(WrongState, match="sudah ditetapkan"):
            act()
    assert TrialFiling.objects.get().papers == []
    drop_trial(trial.uuid, by=person(WRITER))
    assert not TrialFiling.objects.exists()


def test_only_the_offices_writers_try_its_draft():
    standard = begun_standard()
    for name in ("loket.batam", "opd.dinkes.batam", "verifikator.tanjungpinang", "admin"):
        with pytest.raises(NotAllowed):
            start_trial(standard.uuid, by=person(name))
    assert not TrialFiling.objects.exists()


def test_there_is_an_end_to_trials():
    standard = begun_standard()
    TrialFiling.objects.bulk_create(TrialFiling(standard=standard, started_by=person(WRITER)) for _n in range(MOST))
    with pytest.raises(Refused, match="Hapus dulu"):
        trial_of(standard)
    assert TrialFiling.objects.count() == MOST


def test_a_draft_whose_fields_make_no_form_says_so(signed_in):
    trial = trial_of(begun_standard())
    unfit(trial.standard, fields=[{"code": "x", "type": "nonsense"}])
    assert "Perbaiki dulu bagian isiannya" in text_of(signed_in(WRITER).get(url(trial)), 409)
