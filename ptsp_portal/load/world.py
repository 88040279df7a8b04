"""What a load stands on, read once: offices that serve online, their services with example filings, the people at the desks."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from types import SimpleNamespace

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.template import Context
from django.template.loader import get_template

from agencies.models import Agency, Membership, Region
from agencies.numbering import permit_number
from agencies.working_days import calendar_of
from applications.form_context import context_for
from applications.models import Application, Offer, ServiceStandard
from applications.routing import agencies_of_stage
from applications.schema.answers import store
from applications.schema.form import FormSpec
from applications.search_words import search_text_of
from ptsp_portal.demo.answers import example_answers, paper_kind, sample_document
from ptsp_portal.lib.bulk import text_of
from ptsp_portal.lib.uploads import inspect
from ptsp_portal.load.applicants import Staff
from ptsp_portal.load.sheets import json_text
from ptsp_portal.load.worktime import WorkTime
from ptsp_portal.templatetags.ui import day

VARIANTS = 6  # example filings of one service, which its files take in turns
MOST_PAPERS = 3  # documents of a file, all pointing to one stored sample of their kind
FOLDER = "muatan"
AHEAD = timedelta(days=450)
DESKS = ("front_desk", "verifier", "head")
REFUSAL_CODE = "TOLAK"
MARK_DAY = date(2001, 1, 1)  # stands in a template for the day that a file has


@dataclass(frozen=True)
class Asked:
    """One agency that a stage asks, and who answers for it."""

    agency_id: int
    chain: str
    codes: str
    officer: Staff
    days: int


@dataclass(frozen=True)
class Variant:
    """One example filing: its answers as stored, and whom it asks."""

    answers: str
    stages: tuple[tuple[Asked, ...], ...]
    place_code: str
    place_words: str
    words: tuple[str, ...]  # for the search, but for the file's own numbers and names


@dataclass(frozen=True)
class Paper:
    code: str
    columns: str  # file … sha256, as COPY takes them


@dataclass
class Service:
    """One type of permit at one office."""

    standard: ServiceStandard
    type_code: str
    type_name: str
    variants: list[Variant]
    papers: list[Paper]
    words: dict[str, tuple[str, str]] = field(default_factory=dict)

    def number(self, short_code: str, ordinal: int, on: date, refusal: bool = False) -> str:
        """The rules of numbering.permit_number, looked at once for a month and then filled in."""
        code = REFUSAL_CODE if refusal else self.type_code
        key = (code, on.year, on.month)
        known = self._patterns.get(key)
        if known is None:
            known = self._patterns[key] = self._pattern(short_code, code, on)
        before, after, width = known
        return f"{before}{ordinal:0{width}}{after}"

    def __post_init__(self):
        self._patterns = {}

    def _pattern(self, short_code, code, on) -> tuple[str, str, int]:
        given = {"classification": self.standard.classification, "type_code": code, "office_code": short_code}
        mark = 8888  # no year, and short enough for the limit
        whole = permit_number(self.standard.number_pattern, ordinal=mark, local_date=on, **given)
        width = len(permit_number(self.standard.number_pattern, ordinal=1, local_date=on, **given)) - len(whole) + 4
        before, _mark, after = whole.partition(str(mark))
        return before, after, width


@dataclass
class Office:
    agency: Agency
    time: WorkTime
    staff: dict[str, Staff]
    services: list[Service]

    @property
    def chain(self) -> str:
        return self.agency.journal_chain


def offices(first: date, last: date, random: Random, variants: int) -> list[Office]:
    """Every office that serves online, with the services whose agencies have people to answer."""
    members = _members()
    shelf = Shelf(last)
    found = []
    for agency in Agency.objects.serving_online().select_related("region").order_by("region_id", "code"):
        staff = {role: person for (pk, role), person in members.items() if pk == agency.pk}
        if not all(role in staff for role in DESKS):
            continue
        office = Office(agency, WorkTime(calendar_of(agency.region), first, last + AHEAD), staff, [])
        office.services = _services(office, members, shelf, random, variants)
        if office.services:
            found.append(office)
    return found


def _members() -> dict[tuple[int, str], Staff]:
    """{(agency id, role): the longest in office}."""
    rows = Membership.objects.current().filter(user__is_active=True).select_related("user", "agency")
    found = {}
    for row in rows.order_by("-pk"):
        position = row.title or f"{row.get_role_display().capitalize()} {row.agency.name}"
        found[row.agency_id, row.role] = Staff(row.user_id, f'"{row.user.uuid}"', row.user.full_name, position)
    return found


def _services(office, members, shelf, random, variants) -> list[Service]:
    found = []
    context = context_for(office.agency)
    for offer in Offer.objects.public().filter(office=office.agency).select_related("permit_type").order_by("pk"):
        standard = shelf.standard(office.agency, offer.permit_type)
        if standard is None or any(role not in office.staff for role in standard.endorsing_roles):
            continue
        if standard.signing_role not in office.staff:
            continue
        spec = FormSpec.from_json(standard.fields)
        made = [_variant(office, standard, spec, context, members, shelf, random) for _turn in range(variants)]
        usable = [each for each in made if each]
        if usable:
            service = Service(standard, offer.permit_type.code, offer.permit_type.name, usable, shelf.papers(standard))
            service.words = _words(office, service)
            found.append(service)
    return found


def _variant(office, standard, spec, context, members, shelf, random) -> Variant | None:
    """None when an agency that would be asked is not there, has nobody to answer, or would only give advice."""
    answers = store(spec, example_answers(spec, context, random, shelf.today))
    filing = SimpleNamespace(standard=standard, stages=standard.stages, answers=answers, office=office.agency)
    stages = []
    for number in range(1, len(standard.stages) + 1):
        asked = [(agency, codes) for agency, codes in agencies_of_stage(filing, number)]
        found = {code for _agency, codes in asked for code in codes}
        if not asked or found != set(standard.stages[number - 1]) or found & set(standard.advisory):
            return None
        if any((agency.pk, "officer") not in members for agency, _codes in asked):
            return None
        stages.append(tuple(_asked(standard, agency, codes, members[agency.pk, "officer"]) for agency, codes in asked))
    code, words = _place(spec, answers, shelf)
    filing = Application(standard=standard, permit_type=standard.permit_type, answers=answers, place_words=words)
    return Variant(json_text(answers), tuple(stages), code, text_of(words), tuple(search_text_of(filing).split()))


def _asked(standard, agency, codes, officer) -> Asked:
    listed = "{" + ",".join(f'"{code}"' for code in codes) + "}"
    return Asked(agency.pk, agency.journal_chain, listed, officer, standard.days_of(codes))


def _place(spec, answers, shelf) -> tuple[str, str]:
    """The first region that the filing names."""
    for one in spec.fields:
        value = answers.get(one.code)
        if one.type == "region" and value:
            code = value["code"] if isinstance(value, dict) else value
            words = shelf.place_words(code)
            if words:
                return code, words
    return "", ""


class Shelf:
    """The standards in force, each read once, and one stored sample of each kind of paper."""

    def __init__(self, today: date):
        self.today = today
        self.stored, self.national, self.places = {}, {}, {}
        own = ServiceStandard.objects.in_force(today).filter(office__isnull=False)
        self.own = set(own.values_list("office_id", "permit_type_id"))

    def standard(self, agency, permit_type) -> ServiceStandard | None:
        """As ServiceStandard.objects.for_office; the template of a type is read once for all offices."""
        if (agency.pk, permit_type.pk) in self.own:
            return ServiceStandard.objects.for_office(agency, permit_type, self.today)
        if permit_type.pk not in self.national:
            found = ServiceStandard.objects.for_office(None, permit_type, self.today)
            if found:
                found.permit_type = permit_type
            self.national[permit_type.pk] = found
        return self.national[permit_type.pk]

    def place_words(self, code: str) -> str:
        """The region with the one above it; "" for a code that is none."""
        if code not in self.places:
            region = Region.objects.select_related("parent").filter(code=code).first()
            above = f", {region.parent.full_name}" if region and region.parent else ""
            self.places[code] = f"{region.full_name}{above}" if region else ""
        return self.places[code]

    def papers(self, standard) -> list[Paper]:
        wanted = [each for each in standard.requirements_for(Application.Kind.NEW) if each["mandatory"]][:MOST_PAPERS]
        return [Paper(each["code"], self._columns(each)) for each in wanted]

    def _columns(self, requirement) -> str:
        kind = paper_kind(requirement)
        path, inspected, size = self.stored.get(kind) or self.store(kind)
        name = f"{requirement['code']}.{kind}"
        return f"{path}\t{name}\t.{kind}\t{inspected.content_type}\t{size}\t{inspected.sha256}"

    def store(self, kind):
        name, content = sample_document({"code": "contoh", "name": "Contoh", "formats": [kind]})
        path = f"{FOLDER}/{name}"
        if default_storage.exists(path):
            with default_storage.open(path) as stored:
                content = stored.read()
        else:
            default_storage.save(path, ContentFile(content))
        inspected = inspect(content, allowed={kind}, max_bytes=10_000_000, name=name)
        self.stored[kind] = (path, inspected, len(content))
        return self.stored[kind]


def printed_sample(today: date) -> tuple[str, str, int]:
    """(path, sha256, size) of the one PDF that stands for every receipt, permit and letter."""
    shelf = Shelf(today)
    path, inspected, size = shelf.store("pdf")
    return path, inspected.sha256, size


def _words(office, service) -> dict[str, tuple[str, str]]:
    """{occasion: (subject, text)} with {number}, {link} and {promised_on} left open."""
    context = {
        "number": "{number}", "service": service.type_name, "office": office.agency.name, "items": 1,
        "promised_on": MARK_DAY, "days": service.standard.time_limit_days, "link": settings.SITE_URL + "{link}",
        "site_name": settings.SITE_NAME, "site_url": settings.SITE_URL,
    }  # fmt: skip
    found = {}
    for occasion in ("submitted", "registered", "returned", "permit_ready", "rejected"):
        stem = f"applications/messages/{occasion}"
        subject = " ".join(_plain(f"{stem}.subject.txt", context).split())[:200]
        text = _plain(f"{stem}.txt", context).strip().replace(day(MARK_DAY), "{promised_on}") + "\n"
        found[occasion] = (text_of(subject), text_of(text))
    return found


def _plain(name, context) -> str:
    return get_template(name).template.render(Context(context, autoescape=False))
