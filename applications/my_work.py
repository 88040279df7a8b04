"""What an officer's own page shows: per desk what waits, what gets late and what came back, and messages to answer.

A constant number of statements, however many files, offices and desks: the keys of all parts in one, the rows in one more.
"""

from dataclasses import dataclass, field

from django.db.models import CharField, F, Q, Value
from django.utils.translation import gettext as _

from agencies.office_policies import SIGNING
from agencies.scoping import agency_ids, own_or_lent_agency_ids
from applications.desks import Desk, Filter, count_days, desks_of, filters_of, requests_of, set_act, slices_of
from applications.models import Application, Clarification, Objection, PermitCorrection, PermitMeasure
from ptsp_portal.lib.counting import bounded_counts, count_words
from ptsp_portal.lib.moment import now

TOP = 5
# From here on a deadline is near, in working days; as the coloured deadlines are.
NEAR_DAYS = 2
# Near ones stand first among the waiting ones, so twice the rows hold both lists.
READ = 2 * TOP
ANSWERS_TO = {"front_desk": Q(registration_number__isnull=True), "verifier": Q(registration_number__isnull=False)}


@dataclass
class Part:
    """One desk on the page. The three lists share no row: what came back, what gets late, and what waits besides."""

    desk: Desk
    back: list = field(default_factory=list)
    near: list = field(default_factory=list)
    waiting: list = field(default_factory=list)
    counts: dict = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        return sentence_of(self.counts["saya"], self.counts["late"], 0)

    @property
    def waits_words(self) -> str:
        return count_words(self.counts["saya"])

    @property
    def back_words(self) -> str:
        return count_words(self.counts["kembali"])


@dataclass
class Work:
    sentence: str
    parts: list[Part]
    messages: list
    message_words: str
    consents: list
    objections: list = field(default_factory=list)
    measures: list = field(default_factory=list)
    corrections: list = field(default_factory=list)


def work_of(user) -> Work:
    """Everything for /kerja/."""
    desks = desks_of(user)
    filters = {desk.slug: filters_of(desk) for desk in desks}
    parts = [Part(desk) for desk in desks]
    counts = bounded_counts(_counted(user, desks, filters))
    for part in parts:
        part.counts = {name: counts[f"{part.desk.slug} {name}"] for name in ("saya", "late", "kembali")}
    files = _rows_of(user, [desk for desk in desks if not desk.is_agency], filters, _read_files)
    requests = _rows_of(user, [desk for desk in desks if desk.is_agency], filters, _read_requests)
    messages = list(_unanswered(user).with_names().order_by("unanswered_since", "id")[:TOP])
    found = files | requests
    _prepare(user, [row for rows in found.values() for row in rows])
    for part in parts:
        _divide(part, found[f"{part.desk.slug} kembali"], found[f"{part.desk.slug} saya"])
    mine, late = (sum(part.counts[name] for part in parts) for name in ("saya", "late"))
    return Work(
        sentence_of(mine, late, 0), parts, messages, count_words(counts["messages"]), _consents(user),
        _objections(user), _proposals(user, PermitMeasure), _proposals(user, PermitCorrection),
    )  # fmt: skip


def sentence_of(mine: int, late: int, elsewhere: int) -> str:
    """A queue in one sentence: mine, late ones of mine, and what is late on other desks."""
    words = {"mine": count_words(mine), "late": count_words(late), "elsewhere": count_words(elsewhere)}
    if late == mine > 1:
        return _("%(mine)s berkas menunggu Anda, semuanya lewat batas.") % words
    if late:
        return _("%(mine)s berkas menunggu Anda, %(late)s di antaranya lewat batas.") % words
    if mine:
        return _("%(mine)s berkas menunggu Anda; tidak ada yang lewat batas.") % words
    if elsewhere:
        return _("Tidak ada yang menunggu Anda; %(elsewhere)s berkas lewat batas di tempat lain.") % words
    return _("Tidak ada yang menunggu Anda sekarang.")


def late_here(filters: dict) -> Filter:
    """Of what waits for this desk, what is late."""
    return Filter("", [way & Q(due_at__lt=now()) for way in filters["saya"].ways])


def _counted(user, desks, filters) -> dict:
    found = {"messages": [_unanswered(user)]}
    for desk in desks:
        of_desk = filters[desk.slug]
        chips = {"saya": of_desk["saya"], "late": late_here(of_desk), "kembali": of_desk["kembali"]}
        found |= {f"{desk.slug} {name}": slices_of(desk, user, chip) for name, chip in chips.items()}
    return found


def _rows_of(user, desks, filters, read) -> dict[str, list]:
    """{"<desk> saya" | "<desk> kembali": the first rows in the order of their deadlines}; two statements for all desks."""
    wanted = [
        _first_keys(each, f"{desk.slug} {chip}")
        for desk in desks
        for chip in ("saya", "kembali")
        for each in slices_of(desk, user, filters[desk.slug][chip])
    ]
    found = {f"{desk.slug} {chip}": [] for desk in desks for chip in ("saya", "kembali")}
    if not wanted:
        return found
    first, *others = wanted
    keys = list(first.union(*others, all=True) if others else first)
    rows = {row.pk: row for row in read(user, {pk for pk, _part in keys})}
    for pk, part in keys:
        found[part].append(rows[pk])
    for part, its_rows in found.items():
        slug = part.split()[0]
        its_rows.sort(key=lambda row: (row.due_at is None, row.due_at or now(), row.pk))
        del its_rows[READ:]
        for row in its_rows:
            row.desk = next(desk for desk in desks if desk.slug == slug)
    return found


def _first_keys(rows, part: str):
    ordered = rows.order_by(F("due_at").asc(nulls_last=True), "id")[:READ]
    return ordered.annotate(part=Value(part, CharField())).values_list("pk", "part")


def _read_files(user, keys):
    return Application.objects.filter(pk__in=keys).with_names().marked_for(user)


def _read_requests(user, keys):
    rows = requests_of(user).filter(pk__in=keys)
    return rows.select_related("application__permit_type", "application__office__region", "agency")


def _prepare(user, rows) -> None:
    """Days left, the next act, and whether the deadline is near, in the calendar of the office that issues."""
    headed = agency_ids(user, ("head",))
    regions = [row.application.office.region if row.desk.is_agency else row.office.region for row in rows]
    count_days(rows, regions)
    for row in rows:
        row.is_near = row.days_left is not None and row.days_left <= NEAR_DAYS
        if row.desk.is_agency:
            row.awaits_me_as_head = row.proposal is not None and row.agency_id in headed
        else:
            set_act(row, row.desk)


def _divide(part: Part, back: list, waiting: list) -> None:
    part.back = back[:TOP]
    rest = [row for row in waiting if row not in part.back]
    part.near = [row for row in rest if row.is_near][:TOP]
    part.waiting = [row for row in rest if not row.is_near][:TOP]


def _unanswered(user):
    """Files where the applicant wrote last: the counter answers until registration, then the verifier."""
    mine = Q(pk__in=[])
    for role, condition in ANSWERS_TO.items():
        mine |= Q(office_id__in=agency_ids(user, (role,))) & condition
    return Application.objects.at_office_of(user, *ANSWERS_TO).open().filter(mine, unanswered_since__isnull=False)


def _consents(user) -> list:
    """Pauses beyond the allowance that wait for the superior, at the offices where this person endorses or heads."""
    offices = own_or_lent_agency_ids(user, ("endorser", "head"))
    waiting = Clarification.objects.open().filter(
        application__office__in=offices, needs_consent=True, sent_at__isnull=True, application__closed_at__isnull=True
    )
    return list(waiting.select_related("application__permit_type").order_by("created_at")[:TOP])


def _objections(user) -> list:
    """Objections to answer, at the offices where this person verifies or heads; nearest deadline first."""
    rows = Objection.objects.open().at_office_of(user, "verifier", "head")
    found = list(rows.select_related("application__permit_type", "office__region").order_by("due_at")[:TOP])
    count_days(found, [each.office.region for each in found])
    return found


def _proposals(user, model) -> list:
    """Measures or corrections that wait for this person's signature; not those of their own."""
    signs = Q()
    for role in SIGNING:
        offices = own_or_lent_agency_ids(user, (role,))
        signs |= Q(permit__office_id__in=offices, permit__application__standard__signing_role=role)
    waiting = model.objects.open().filter(signs).exclude(proposed_by=user)
    return list(waiting.select_related("permit__permit_type").order_by("proposed_at")[:TOP])
