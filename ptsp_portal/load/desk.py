"""One office while it works: its chain, its series, and the rows that its files leave behind."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random
from types import SimpleNamespace

from agencies.clock import reckon
from agencies.numbering import registration_number
from applications.actions.ledger import has_come_back
from applications.models import (
    Application,
    ApplicationClockEvent,
    Bill,
    Condition,
    Decision,
    Document,
    Endorsement,
    Payment,
    Permit,
    PrintedDocument,
    Recommendation,
    RecommendationClockEvent,
    Rejection,
    ReturnNotice,
)
from audit.models import JournalEntry
from notifications.models import Message
from ptsp_portal.lib.bulk import NULL
from ptsp_portal.lib.crypto import seal
from ptsp_portal.lib.identifiers import CROCKFORD
from ptsp_portal.load.journal import Chain, Numbers
from ptsp_portal.load.sheets import Sheet
from ptsp_portal.load.words import (
    CONDITION_LISTS,
    CONDITIONS,
    LEGAL_BASIS,
    REASON_LISTS,
    REASONS,
    REPAIR,
)
from ptsp_portal.load.worktime import moment, stamp
from ptsp_portal.templatetags.ui import day

SHEETS = {
    "file": Application, "file_event": ApplicationClockEvent, "request": Recommendation,
    "request_event": RecommendationClockEvent, "condition": Condition, "document": Document, "notice": ReturnNotice,
    "decision": Decision, "endorsement": Endorsement, "permit": Permit, "rejection": Rejection, "printed": PrintedDocument,
    "bill": Bill, "payment": Payment, "entry": JournalEntry, "message": Message,
}  # fmt: skip
SECRETS = 4096  # sealing is dear: files share these tracking secrets, each file still its own number beside
PAIRS = [a + b for a in CROCKFORD for b in CROCKFORD]
REFERENCE_SPACE, SCRAMBLE = 1 << 40, 0x9E3779B97F | 1
UNREAD_SECONDS = 10 * 86400


@dataclass
class Common:
    """What the offices of one process share."""

    sheets: SimpleNamespace
    random: Random
    secrets: list[str]
    printed: str  # file, sha256, size of the PDF that stands for all
    printed_facts: str
    now: int


def common(cursor, ids: dict, parts: int, random: Random, sample: tuple[str, str, int], now: int) -> Common:
    """`ids`: {model: the first id of this process}."""
    path, digest, size = sample
    sheets = SimpleNamespace(**{name: Sheet(model, cursor, ids[model], parts) for name, model in SHEETS.items()})
    secrets = [seal("".join(random.choices(CROCKFORD, k=8))) for _turn in range(SECRETS)]
    return Common(sheets, random, secrets, f"{path}\t{digest}\t{size}", f'{{"sha256":"{digest}"}}', now)


class Desk:
    def __init__(self, office, shared: Common):
        self.office, self.shared, self.sheets = office, shared, shared.sheets
        self.agency_id, self.time, self.staff = office.agency.pk, office.time, office.staff
        self.short_code = office.agency.short_code
        self.chain = Chain(office.chain, shared.sheets.entry)
        self.record = self.chain.write
        self.numbers = Numbers(office.agency.pk)

    def save(self, cursor) -> None:
        self.chain.save(cursor)
        self.numbers.save(cursor)

    # ---- numbers and names -------------------------------------------------------------------------------------------

    def uuid(self) -> str:
        bits = f"{self.shared.random.getrandbits(128):032x}"
        return f"{bits[:8]}-{bits[8:12]}-4{bits[13:16]}-a{bits[17:20]}-{bits[20:]}"

    def reference(self, file_id: int) -> str:
        """Eight characters, never the same twice: a million drawn by lot would meet the same one now and then."""
        return _code(file_id * SCRAMBLE % REFERENCE_SPACE, 4)

    def tracking_secret(self) -> str:
        return self.shared.secrets[self.shared.random.getrandbits(12)]

    def registration_number(self, second: int) -> str:
        year = self.time.local_date(second).year
        return registration_number(self.office.agency, year, self.numbers.draw("registration", year))

    # ---- what acts write at once -------------------------------------------------------------------------------------

    def file_event(self, file_id, kind, second, holder, agency, role, reason) -> int:
        sheet = self.sheets.file_event
        id_ = sheet.next_id()
        where = NULL if agency is None else agency
        sheet.add(f"{id_}\t{file_id}\t{kind}\t{stamp(second)}\t{holder}\t{where}\t{role}\t{reason}")
        return id_

    def request_event(self, request, kind, second, holder, agency, role) -> None:
        sheet = self.sheets.request_event
        id_ = sheet.next_id()
        sheet.add(f"{id_}\t{request.id}\t{kind}\t{stamp(second)}\t{holder}\t{agency}\t{role}\t")
        request.events.append((kind, second, holder, agency, role, id_))

    def tell(self, life, second, occasion, number) -> None:
        """The applicant's message in the portal; e-mails and the desks' messages are left out."""
        sheet = self.sheets.message
        subject, text = life.route.service.words[occasion]
        link = f"/permohonan/{life.uuid}/"
        subject = subject.replace("{number}", number)
        text = text.replace("{number}", number).replace("{link}", link)
        if occasion == "registered":
            text = text.replace("{promised_on}", day_words(life.promised_on))
        at = stamp(second)
        read = NULL if second > self.shared.now - UNREAD_SECONDS else at
        sheet.add(
            f"{sheet.next_id()}\t{self.uuid()}\t{life.applicant.user_id}\tinapp\tapplications/{occasion}\t{subject}\t{text}\t"
            f"{link}\t{life.uuid}\tsent\t{at}\t{read}\t{at}"
        )

    def write_notice(self, life, answered) -> None:
        sheet = self.sheets.notice
        code = life.route.service.papers[0].code if life.route.service.papers else ""
        items = f'[{{"on":"document","code":"{code}","note":"{REPAIR}"}}]'
        at = stamp(life.returned_at)
        sheet.add(f"{sheet.next_id()}\t{self.uuid()}\t{life.id}\t{items}\t{life.notice}\t{at}\t{_at(answered)}")

    def write_printed(self, life, kind, created, stored, bill=NULL) -> None:
        sheet = self.sheets.printed
        made = stamp(created)
        sheet.add(
            f"{sheet.next_id()}\t{self.uuid()}\t{life.id}\t{bill}\t{kind}\t{self.shared.printed}\t{made}\t{stamp(stored)}\t{made}"
        )
        self.record(
            stored, f"{kind}.rendered", "applications.application", life.uuid, "null", "system", "",
            self.shared.printed_facts,
        )  # fmt: skip

    def write_endorsement(self, life, second, place, role, result, note) -> None:
        sheet, by = self.sheets.endorsement, self.staff[role].user_id
        sheet.add(
            f"{sheet.next_id()}\t{life.id}\t{life.round}\t{place}\t{role}\t{result}\t{note}\t{by}\t{stamp(second)}"
        )

    def write_outcome(self, life, second) -> str:
        """The permit or the letter of refusal; returns its number."""
        service, today = life.route.service, self.time.local_date(second)
        signer = self.staff[service.standard.signing_role]
        signature = f"{signer.user_id}\t{stamp(second)}\t{signer.name}\t{signer.position}"
        if life.verdict == "reject":
            ordinal = self.numbers.draw("rejection", today.year)
            number = service.number(self.short_code, ordinal, today, refusal=True)
            sheet, reasons = self.sheets.rejection, REASON_LISTS[life.reasons[0]]
            sheet.add(
                f"{sheet.next_id()}\t{life.id}\t{self.agency_id}\t{number}\t{reasons}\t{LEGAL_BASIS}\t{signature}"
            )
            return number
        number = service.number(self.short_code, self.numbers.draw("permit", today.year, service.type_code), today)
        sheet = self.sheets.permit
        code = _code(self.shared.random.getrandbits(80), 8)
        until = valid_until(today, service.standard.validity_months)
        sheet.add(
            f"{sheet.next_id()}\t{self.uuid()}\t{life.id}\t{self.agency_id}\t{service.standard.permit_type_id}\t{number}\t"
            f"{life.applicant.name}\t{today}\t{until}\t{code}\t{signature}"
        )
        return number

    # ---- what is known at the end of a life: the rows that change --------------------------------------------------------

    def write_rows(self, life) -> None:
        if life.returned_at:
            self.write_notice(life, None)
        due_at = self._write_file(life)
        for request in life.requests:
            self._write_request(life, request, due_at)
        if life.drafted_at:
            self._write_decision(life)
        if life.submitted_at:
            self._write_documents(life)

    def _write_file(self, life):
        """Returns the file's deadline, None when it has none."""
        holder, agency, role, since, due_at, came_back = "applicant", NULL, "", life.created_at, None, "f"
        if life.events:
            last = life.events[-1]
            holder, agency, role = last.holder, NULL if last.agency_id is None else last.agency_id, last.role
            if life.closed_at:
                since = life.closed_at
            else:
                found = reckon(
                    life.events,
                    self.time.calendar,
                    life.route.service.standard.time_limit_days,
                    moment(self.shared.now),
                )
                since, due_at = found.held_since, found.due_at
                came_back = "t" if has_come_back(life.events) else "f"
        variant, standard, who = life.route.variant, life.route.service.standard, life.applicant
        registered, verified = life.registered_at, life.verified_at
        clerk, verifier = self.staff["front_desk"].user_id, self.staff["verifier"].user_id
        place = f"{variant.place_code}\t{variant.place_words}" if life.submitted_at else "\t"
        number = life.number or NULL
        self.sheets.file.add(
            f"{life.id}\t{life.uuid}\t{life.stands}\t{self.agency_id}\t{standard.permit_type_id}\t{standard.pk}\tnew\t"
            f"{who.columns if life.submitted_at else who.draft_columns}\t{variant.answers}\t{life.reference or NULL}\t"
            f"{number}\t{life.secret or ''}\t{stamp(life.created_at)}\t{stamp(life.last_at)}\t{_at(life.submitted_at)}\t"
            f"{_at(registered)}\t{clerk if registered else NULL}\t{_at(verified)}\t{verifier if verified else NULL}\t"
            f"{_at(life.closed_at)}\t{life.promised_on or NULL}\t{holder}\t{agency}\t{role}\t{_at(since)}\t{_at(due_at)}\t"
            f"{came_back}\t"
            f"{place}\t{_search_text(life) if life.submitted_at else ''}\t{life.stage}\t{life.asked}\t{life.answered}\t"
            f"{life.times_returned}\t{life.change_count}"
        )
        return due_at

    def _write_request(self, life, request, file_due_at) -> None:
        asked = request.asked
        due = request.due_text
        if request.closed_at is None:
            events = [
                SimpleNamespace(kind=kind, at=moment(second), holder=holder, agency_id=agency, role=role, id=id_)
                for kind, second, holder, agency, role, id_ in request.events
            ]
            own = reckon(events, self.time.calendar, asked.days, moment(self.shared.now)).due_at
            due = _at(min(own, file_due_at) if own and file_due_at else own)
        officer = asked.officer.user_id
        given = request.verdict != ""
        conditions = "[]" if request.condition is None else CONDITION_LISTS[request.condition]
        self.sheets.request.add(
            f"{request.id}\t{request.uuid}\t{request.stands}\t{life.id}\t{asked.agency_id}\t{asked.codes}\t{request.stage}\tt\t"
            f"{asked.days}\t{stamp(request.requested_at)}\t{due}\t{_at(request.acknowledged_at)}\t"
            f"{officer if request.acknowledged_at else NULL}\t{_at(request.closed_at)}\t{officer if given else NULL}\t"
            f"{request.verdict}\t{REASONS[request.verdict] if given else ''}\t{conditions}\t{request.version}"
        )
        if request.condition is not None:
            sheet, decided = self.sheets.condition, life.drafted_at if life.verdict == "issue" else None
            sheet.add(
                f"{sheet.next_id()}\t{request.id}\t1\t{CONDITIONS[request.condition]}\t{'accepted' if decided else 'open'}\t"
                f"{self.staff['verifier'].user_id if decided else NULL}\t{_at(decided)}"
            )

    def _write_decision(self, life) -> None:
        sheet, rejects = self.sheets.decision, life.verdict == "reject"
        texts = [CONDITIONS[each.condition] for each in life.requests if each.condition is not None]
        conditions = "[]" if rejects or not texts else "[" + ",".join(f'"{text}"' for text in texts) + "]"
        sheet.add(
            f"{sheet.next_id()}\t{life.id}\t{life.verdict}\t{conditions}\t"
            f"{REASON_LISTS[life.reasons[0]] if rejects else '[]'}\t{LEGAL_BASIS if rejects else ''}\t{life.round}\t"
            f"{'t' if life.is_ready else 'f'}\t{self.staff['verifier'].user_id}\t{stamp(life.drafted_at)}"
        )

    def _write_documents(self, life) -> None:
        sheet, by, sent = self.sheets.document, life.applicant.user_id, stamp(life.created_at + 200)
        clerk = self.staff["front_desk"].user_id
        unfit = f"unfit\t{REPAIR}\t{clerk}\t"
        checked = f"fit\t\t{clerk}\t{_at(life.registered_at)}" if life.registered_at else f"unchecked\t\t{NULL}\t{NULL}"
        for place, paper in enumerate(life.route.service.papers):
            head = f"{life.id}\t{paper.code}\t{paper.columns}\t{by}"
            if place == 0 and life.returned_at:
                sheet.add(f"{sheet.next_id()}\t{self.uuid()}\t{head}\t{sent}\t{NULL}\t{unfit}{stamp(life.returned_at)}")
                continue
            if place == 0 and life.replaced:
                returned, again = life.replaced
                old = f"{head}\t{sent}\t{stamp(again)}\t{unfit}{stamp(returned)}"
                sheet.add(f"{sheet.next_id()}\t{self.uuid()}\t{old}")
                if life.registered_at and again > life.registered_at:  # looked at again by the verifier
                    seen = f"fit\t\t{self.staff['verifier'].user_id}\t{_at(life.verified_at)}"
                    checked_again = seen if life.verified_at else f"unchecked\t\t{NULL}\t{NULL}"
                else:
                    checked_again = checked
                sheet.add(f"{sheet.next_id()}\t{self.uuid()}\t{head}\t{stamp(again)}\t{NULL}\t{checked_again}")
                continue
            sheet.add(f"{sheet.next_id()}\t{self.uuid()}\t{head}\t{sent}\t{NULL}\t{checked}")


def _at(value) -> str:
    """A second, a moment or nothing, as COPY takes it."""
    if value is None:
        return NULL
    return stamp(value) if isinstance(value, int) else value.isoformat()


def _search_text(life) -> str:
    """As applications.search_words.search_text_of; what is the same for all files of a service stands ready."""
    reference = life.reference.lower()
    found = [reference, reference.lstrip("0")] if reference.isdigit() else [reference]
    if life.number:
        parts = life.number.lower().split("-")
        office, year, ordinal, digit = parts
        found = [*parts, "".join(parts), year, ordinal.lstrip("0"), digit.lstrip("0"), *found]
    kept = dict.fromkeys([*found, *life.applicant.words, *life.route.variant.words])
    kept.pop("", None)
    return " ".join(kept)


def _code(number: int, pairs: int) -> str:
    text = ""
    for _turn in range(pairs):
        number, pair = divmod(number, 1024)
        text += PAIRS[pair]
    return text


@cache
def day_words(on: date) -> str:
    return day(on)


@cache
def valid_until(today: date, months: int | None):
    """As issuance does it: the same day so many months on, or the last one of a shorter month."""
    if months is None:
        return NULL
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return today.replace(year=year, month=month + 1, day=min(today.day, monthrange(year, month + 1)[1]))
