"""The standards of the story: Natuna writes its own. One has a second version, one is a service of its own, two are on their way.

Batam works under the national templates, as an office does that has written nothing yet; there a bundle was begun from a guide.
"""

from random import Random

from django.contrib.auth import get_user_model

from agencies.models import Agency
from agencies.working_days import calendar_of
from applications.actions import bundles, drafting, dry_runs, guides, standards, trials
from applications.form_context import context_for
from applications.models import Bundle, Guide, PermitType
from applications.schema.answers import store
from applications.schema.form import FormSpec
from applications.schema.guide import read_questions, services_of
from applications.tasks import try_drafts
from ptsp_portal.demo.answers import example_answers
from ptsp_portal.demo.standard_texts import (
    CLINIC,
    FIRST_NOTE,
    GUIDE,
    GUIDE_TITLE,
    MANAGEMENT,
    NIGHT_MARKET,
    NIGHT_MARKET_NOTE,
    OLD_LAW,
    OLD_PAPER,
    OWN_CODE,
    OWN_SERVICE,
    PERMIT_LETTER,
    PHARMACY_FIELDS,
    SECOND_NOTE,
    WHY_NO_LAW,
    WHY_NO_PAPER,
)
from ptsp_portal.demo.times import mid_morning
from ptsp_portal.lib.moment import moved_to, now

OFFICE, CITY = "dpmptsp-kabupaten-natuna", "dpmptsp-kota-batam"
SEED = 21_03
# Of the guide “Saya mau membuka klinik”: a building that is there, without an environmental approval, with a name board.
PICKS = {"tempat": "ada_slf", "lingkungan": "belum", "dokter": "sudah", "obat": "tidak", "reklame": "ya"}


def tales_of_standards() -> list:
    """Generators like those of `story.Teller`: each yield is the moment of the next step, so that all tales run in one time."""
    people = {user.email.split("@")[0]: user for user in get_user_model().objects.filter(email__endswith="@demo.test")}
    tell = Teller(Agency.objects.select_related("region").get(slug=OFFICE), people)
    return [tell.doctors(), tell.night_market(), tell.clinic(), tell.pharmacy(), tell.guide()]


def tell_of_the_bundle() -> None:
    """Once, after the story: at Batam the demo applicant began what a clinic needs, and filled in one form of it."""
    if Bundle.objects.exists():
        return
    applicant = get_user_model().objects.get(email="pemohon@demo.test")
    office = Agency.objects.select_related("region").get(slug=CITY)
    guide = Guide.objects.national().get(slug="klinik")
    codes = [need.code for need in services_of(read_questions(guide.questions)[0], PICKS)]
    services = [(office, each) for each in PermitType.objects.filter(code__in=codes)]
    bundle = bundles.start_bundle(by=applicant, title=guide.title, services=services, guide=guide, picks=PICKS)
    file = bundle.filings.select_related("standard").get(permit_type__code="KLINIK")
    spec = FormSpec.from_json(file.standard.fields)
    answers = example_answers(spec, context_for(office), Random(SEED), now().date())
    drafting.save_answers(file.uuid, by=applicant, answers=store(spec, answers))


class Teller:
    """The verifier writes, the kabid reviews, the head publishes. One method a service; days are working days ago."""

    def __init__(self, office, people):
        self.office, self.people, self.calendar = office, people, calendar_of(office.region)
        self.writer, self.reviewer, self.head = (people[f"{who}.natuna"] for who in ("verifikator", "kabid", "kadis"))

    def doctors(self):
        """Two versions: the second asks one paper less, and one of its laws has ended."""
        first = yield from self._write(
            60, "SIPDR", time_limit_days=4, letters={"permit": PERMIT_LETTER}, components=MANAGEMENT
        )
        yield from self._review(59, first)
        yield from self._publish(58, first, "100.3.3/41", FIRST_NOTE)
        on = self._day(2).isoformat()
        ended = {
            "requirements": {OLD_PAPER: {"on": on, "why": WHY_NO_PAPER}},
            "legal_basis": {OLD_LAW: {"on": on, "why": WHY_NO_LAW}},
        }
        second = yield from self._write(5, "SIPDR", time_limit_days=3, retirements=ended)
        yield from self._review(3, second)
        yield from self._publish(2, second, "100.3.3/97", SECOND_NOTE)

    def night_market(self):
        """A service that no template knows, open online since its first version."""
        yield self._moment(30)
        with moved_to(self._moment(30)):
            standards.start_service(self.office.pk, by=self.writer, **OWN_SERVICE)
        draft = yield from self._write(30, OWN_CODE, **NIGHT_MARKET)
        yield from self._review(28, draft)
        yield from self._publish(27, draft, "100.3.3/68", NIGHT_MARKET_NOTE)

    def clinic(self):
        """Reviewed; it waits for the head."""
        draft = yield from self._write(4, "KLINIK", components=MANAGEMENT, **CLINIC)
        yield from self._review(1, draft)

    def pharmacy(self):
        """Still being written: the check has something to say, and it was tried on an invented filing and on old files."""
        draft = yield from self._write(
            3, "APOTEK", time_limit_days=7, has_fee=True, components={"product": ""}, more_fields=PHARMACY_FIELDS
        )
        yield self._moment(1)
        with moved_to(self._moment(1)):
            trial = trials.start_trial(draft.uuid, by=self.writer)
            spec = FormSpec.from_json(draft.fields)
            answers = example_answers(spec, context_for(self.office), Random(SEED), now().date())
            papers = [each["code"] for each in trial.requirements if each["mandatory"]]
            trials.save_trial(trial.uuid, by=self.writer, answers=store(spec, answers), papers=papers)
            dry_runs.ask_dry_run(draft.uuid, by=self.writer)
            try_drafts()

    def guide(self):
        """A guide of the office's own, not yet shown."""
        yield self._moment(1)
        with moved_to(self._moment(1)):
            guide = guides.start_guide(self.office.pk, by=self.writer, title=GUIDE_TITLE)
            guides.save_guide(guide.uuid, by=self.writer, revision=guide.revision, questions=GUIDE)

    def _write(self, days, code, *, components=None, more_fields=(), **terms):
        """Begin the office's next version and put these terms in; components are laid over those that it was begun with."""
        yield self._moment(days)
        with moved_to(self._moment(days)):
            draft = standards.start_standard(self.office.pk, code, by=self.writer)
            if components:
                terms["components"] = draft.components | components
            if more_fields:
                terms["fields"] = [*draft.fields, *more_fields]
            draft = standards.save_terms(draft.uuid, by=self.writer, revision=draft.revision, **terms)
        return draft

    def _review(self, days, draft):
        yield self._moment(days)
        with moved_to(self._moment(days)):
            standards.ask_review(draft.uuid, by=self.writer)
            standards.review_standard(draft.uuid, by=self.reviewer)

    def _publish(self, days, draft, decree, note):
        """In force from the day of its decree."""
        yield self._moment(days)
        on = self._day(days)
        with moved_to(self._moment(days)):
            decree = {"decree_number": f"{decree}/DPMPTSP/{on.year}", "decree_on": on, "change_note": note}
            standards.publish_standard(draft.uuid, by=self.head, effective_from=on, **decree)

    def _moment(self, days):
        return mid_morning(self.calendar, days)

    def _day(self, days):
        return self.calendar.local_date(self._moment(days))
