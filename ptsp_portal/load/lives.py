"""What each act of one file writes, as the actions write it: `applications/actions/` is the original, act for act."""

from typing import NamedTuple

from agencies.clock import reckon
from ptsp_portal.lib.bulk import NULL
from ptsp_portal.load import bills
from ptsp_portal.load.desk import Desk
from ptsp_portal.load.plan import Planned
from ptsp_portal.load.routes import Route
from ptsp_portal.load.words import CONDITIONS, FACTS, HASHES, INCOMPLETE, REASONS, REPAIR, SENT_BACK
from ptsp_portal.load.worktime import moment, stamp

FILE, REQUEST = "applications.application", "applications.recommendation"


class Event(NamedTuple):
    """A ledger entry as `agencies.clock.reckon` reads it."""

    kind: str
    at: object
    holder: str
    agency_id: int | None
    role: str
    id: int


class Request:
    """One recommendation on its way."""

    __slots__ = (
        "acknowledged_at asked closed_at condition due_at due_text events id requested_at stage stands uuid verdict version"
    ).split()


class Life:
    """One file. `act()` does its next act; `next_at` says when, None when nothing more happens until now.

    `stands` is what becomes its state; the guards see the row only as it ends.
    """

    __slots__ = (
        "answered applicant asked change_count closed_at created_at desk end events id is_checked last_at next_at notice number "
        "paused planned promised_on reference registered_at replaced returned_at requests round route scale secret stage stands "
        "bill step submitted_at times_returned uuid verified_at waiting drafted_at is_ready is_endorsed"
    ).split()

    def __init__(self, planned: Planned, route: Route, desk: Desk, applicant, now: float):
        self.planned, self.route, self.desk, self.applicant = planned, route, desk, applicant
        self.id, self.uuid, self.stands = desk.sheets.file.next_id(), route.uuid, "draft"
        length = route.length
        # What would end after now went quicker.
        self.scale = 1.0 if planned.sent + length < now else (now - planned.sent - 0.01) / length
        self.step, self.next_at = 0, planned.began
        self.created_at = self.last_at = planned.began
        self.submitted_at = self.registered_at = self.verified_at = self.closed_at = self.promised_on = None
        self.reference = self.number = self.secret = self.notice = self.returned_at = self.drafted_at = (
            self.replaced
        ) = None
        self.is_checked = self.paused = self.is_ready = self.is_endorsed = False
        self.stage = self.asked = self.answered = self.waiting = self.times_returned = self.change_count = 0
        self.round, self.bill = 1, None
        self.events, self.requests = [], []

    def act(self) -> None:
        _days, name, what = self.route.steps[self.step]
        second = self.last_at = self.next_at
        ACTS[name](self, second, what)
        self.change_count += 1
        self.step += 1
        steps = self.route.steps
        if self.step == len(steps):
            self.next_at = None
            self.desk.write_rows(self)
        elif self.step == 1:
            self.next_at = self.planned.sent_at
        else:
            # Never before the act before it: the night's shift and whole seconds may cross.
            self.next_at = max(second, self.desk.time.at(self.planned.sent + steps[self.step][0] * self.scale))

    # ---- the applicant -----------------------------------------------------------------------------------------------

    def started(self, second, _what):
        self.desk.record(
            second, "application.started", FILE, self.uuid, self.applicant.uuid, "applicant", "", self._type()
        )

    def _type(self) -> str:
        return f'{{"type":"{self.route.service.type_code}"}}'

    def submitted(self, second, _what):
        self.stands, self.submitted_at = "submitted", second
        self.reference = self.desk.reference(self.id)
        self.hand_over(second, "front_desk")
        self.desk.record(second, "application.submitted", FILE, self.uuid, self.applicant.uuid, "applicant")
        self.tell(second, "submitted", self.reference)

    def resubmitted(self, second, _what):
        desk = self.desk
        desk.write_notice(self, second)
        self.replaced = (self.returned_at, second)
        self.returned_at = None
        if self.number:
            self.stands, self.paused = "registered", True
            self.hand_over(second, "verifier", "resume")
        else:
            self.stands = "submitted"
            self.hand_over(second, "front_desk")
        desk.record(second, "application.resubmitted", FILE, self.uuid, self.applicant.uuid, "applicant")

    def withdrawn(self, second, _what):
        desk = self.desk
        self._end(second, "withdrawn")
        desk.record(second, "application.withdrawn", FILE, self.uuid, self.applicant.uuid, "applicant")
        for each in self.requests:
            if each.stands in ("requested", "acknowledged"):
                each.stands, each.closed_at, each.due_at, each.due_text = "withdrawn", second, None, NULL
                each.version += 1
                desk.request_event(each, "stop", second, "nobody", NULL, "")
                self.asked -= 1
                chain = each.asked.chain
                desk.record(
                    second, "recommendation.withdrawn", REQUEST, each.uuid, self.applicant.uuid, "applicant", chain
                )

    def lapsed(self, second, _what):
        self.desk.write_notice(self, second)
        self._end(second, "lapsed")
        self.desk.record(second, "application.lapsed", FILE, self.uuid, role="system")

    # ---- the office's desks ------------------------------------------------------------------------------------------

    def returned(self, second, _what):
        desk, after = self.desk, self.stands == "registered"
        role = "verifier" if after else "front_desk"
        self.stands, self.returned_at = "returned", second
        self.times_returned += 1
        self.note(second, "pause" if after else "hand_over", "applicant", reason="repair" if after else "")
        facts = f'{{"items":1,"reason_sha256":"{HASHES[REPAIR]}"}}'
        desk.record(second, "application.returned", FILE, self.uuid, desk.staff[role].uuid, role, "", facts)
        self.notice = desk.staff[role].user_id
        self.tell(second, "returned", self.number or self.reference)

    def checked(self, second, _what):
        desk, count = self.desk, len(self.route.service.papers)
        self.is_checked = True
        facts = f'{{"fit":{count},"of":{count}}}'
        desk.record(second, "document.checked", FILE, self.uuid, desk.staff["front_desk"].uuid, "front_desk", "", facts)

    def registered(self, second, _what):
        desk = self.desk
        self.stands, self.registered_at = "registered", second
        self.number = desk.registration_number(second)
        self.secret = desk.tracking_secret()
        self.promised_on = desk.time.promised(second, self.route.service.standard.time_limit_days)
        self.hand_over(second, "verifier", "start")
        facts = f'{{"number":"{self.number}","promised_on":"{self.promised_on}"}}'
        clerk = desk.staff["front_desk"].uuid
        desk.record(second, "application.registered", FILE, self.uuid, clerk, "front_desk", "", facts)
        self.tell(second, "registered", self.number)

    def receipt(self, second, _what):
        self.desk.write_printed(self, "receipt", self.registered_at, second)

    def verified(self, second, _what):
        desk = self.desk
        self.verified_at = second
        stages = self.route.variant.stages
        count = len(stages[0]) if stages else 0
        verifier = desk.staff["verifier"].uuid
        if not stages:
            self.stands = "drafting"
            self.hand_over(second, "verifier")
        else:
            self.stands = "recommendation"
        desk.record(second, "application.verified", FILE, self.uuid, verifier, "verifier", "", f'{{"asked":{count}}}')
        if stages:
            self.open_stage(second, verifier, "verifier")

    def open_stage(self, second, actor, role):
        desk = self.desk
        self.stage += 1
        self.note(second, "hand_over", "agencies")
        file_due = self.file_due(second)
        for asked in self.route.variant.stages[self.stage - 1]:
            due_at = min(desk.time.deadline(second, asked.days), file_due)
            facts = f'{{"days":{asked.days},"stage":{self.stage}}}'
            request = Request()
            request.id, request.uuid, request.asked = desk.sheets.request.next_id(), desk.uuid(), asked
            request.stands, request.stage, request.requested_at, request.events = "requested", self.stage, second, []
            request.acknowledged_at = request.closed_at = request.condition = None
            request.due_at, request.due_text, request.verdict, request.version = due_at, stamp(due_at), "", 0
            desk.request_event(request, "start", second, "agency", asked.agency_id, "officer")
            desk.record(second, "recommendation.requested", REQUEST, request.uuid, actor, role, asked.chain, facts)
            self.requests.append(request)
            self.asked += 1
            self.waiting += 1

    def file_due(self, second) -> int:
        """The file's deadline as it stands at this second; its clock runs."""
        time, limit = self.desk.time, self.route.service.standard.time_limit_days
        if not self.paused:
            return time.deadline(self.registered_at, limit)
        return int(reckon(self.events, time.calendar, limit, moment(second)).due_at.timestamp())

    # ---- the agencies ------------------------------------------------------------------------------------------------

    def acknowledged(self, second, what):
        request = self.request(what)
        request.stands, request.acknowledged_at = "acknowledged", second
        request.version += 1
        asked = request.asked
        self.desk.record(
            second, "recommendation.acknowledged", REQUEST, request.uuid, asked.officer.uuid, "officer", asked.chain
        )

    def given(self, second, what):
        desk, request, verdict = self.desk, self.request(what), what[2]
        request.stands, request.verdict, request.closed_at = "given", verdict, second
        request.version += 1
        if verdict == "conditional":
            request.condition = request.id % len(CONDITIONS)
        desk.request_event(request, "stop", second, "nobody", NULL, "")
        self.answered += 1
        self.waiting -= 1
        asked = request.asked
        desk.record(
            second,
            "recommendation.given",
            REQUEST,
            request.uuid,
            asked.officer.uuid,
            "officer",
            asked.chain,
            FACTS[verdict],
        )
        if not self.waiting:
            self._move_on(second)

    def _move_on(self, second):
        refused = any(each.verdict == "unfavourable" for each in self.requests)
        if not refused and self.stage < len(self.route.variant.stages):
            self.open_stage(second, "null", "system")
        else:
            self.stands = "drafting"
            self.hand_over(second, "verifier")

    def request(self, what) -> Request:
        """The `place`-th of the `stage`-th stage (both from 0)."""
        stage, place = what[0], what[1]
        return self.requests[sum(len(each) for each in self.route.variant.stages[:stage]) + place]

    # ---- the decision ------------------------------------------------------------------------------------------------

    @property
    def verdict(self) -> str:
        return "reject" if self.planned.end == "rejected" else "issue"

    def billed(self, second, _what):
        self.note(second, "pause", "applicant", reason="payment")
        bills.issue(self.desk, self, second)

    def paid(self, second, _what):
        self.paused = True
        self.hand_over(second, "verifier", "resume")
        bills.pay(self.desk, self, second)

    def drafted(self, second, _what):
        desk = self.desk
        self.drafted_at, self.is_ready = second, True
        facts = f'{{"ready":true,"round":{self.round},"verdict":"{self.verdict}"}}'
        self._pass_on(second, 0)
        desk.record(second, "decision.drafted", FILE, self.uuid, desk.staff["verifier"].uuid, "verifier", "", facts)

    def _pass_on(self, second, place):
        standard = self.route.service.standard
        roles = standard.endorsing_roles
        if place < len(roles):
            self.hand_over(second, roles[place])
        else:
            self.stands = "signing"
            self.hand_over(second, standard.signing_role)

    def endorsed(self, second, role):
        desk = self.desk
        place = self.route.service.standard.endorsing_roles.index(role)
        desk.write_endorsement(self, second, place, role, "endorsed", "")
        self._pass_on(second, place + 1)
        desk.record(
            second, "decision.endorsed", FILE, self.uuid, desk.staff[role].uuid, role, "", f'{{"round":{self.round}}}'
        )

    def sent_back(self, second, role):
        desk = self.desk
        desk.write_endorsement(self, second, 0, role, "sent_back", SENT_BACK)
        self.round, self.is_ready = self.round + 1, False
        self.hand_over(second, "verifier")
        facts = f'{{"reason_sha256":"{HASHES[SENT_BACK]}"}}'
        desk.record(second, "decision.sent_back", FILE, self.uuid, desk.staff[role].uuid, role, "", facts)

    def signed(self, second, _what):
        desk, role = self.desk, self.route.service.standard.signing_role
        self._end(second, self.planned.end)
        number = desk.write_outcome(self, second)
        more = f',"reason_sha256":"{HASHES[self.reasons[0]]}"' if self.verdict == "reject" else ""
        verb = "application.rejected" if self.verdict == "reject" else "permit.issued"
        facts = f'{{"number":"{number}"{more}}}'
        desk.record(second, verb, FILE, self.uuid, desk.staff[role].uuid, role, "", facts)

    @property
    def reasons(self) -> list[str]:
        if self.verdict != "reject":
            return []
        refused = any(each.verdict == "unfavourable" for each in self.requests)
        return [REASONS["unfavourable"] if refused else INCOMPLETE]

    def printed(self, second, _what):
        kind = "rejection" if self.verdict == "reject" else "permit"
        self.desk.write_printed(self, kind, self.closed_at, second)
        self.tell(second, "rejected" if kind == "rejection" else "permit_ready", self.number)

    # ---- parts -------------------------------------------------------------------------------------------------------

    def _end(self, second, state):
        self.stands, self.closed_at = state, second
        self.note(second, "stop", "nobody")

    def hand_over(self, second, role, kind="hand_over"):
        self.note(second, kind, "agency", self.desk.agency_id, role)

    def note(self, second, kind, holder, agency=None, role="", reason=""):
        id_ = self.desk.file_event(self.id, kind, second, holder, agency, role, reason)
        self.events.append(Event(kind, moment(second), holder, agency, role, id_))

    def tell(self, second, occasion, number):
        self.desk.tell(self, second, occasion, number)


ACTS = {
    name: getattr(Life, name)
    for name in (
        "started submitted resubmitted withdrawn lapsed returned checked registered receipt verified acknowledged given drafted "
        "endorsed sent_back signed printed billed paid"
    ).split()
}
