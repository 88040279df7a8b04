"""What must always be true of the stored files, whatever crashed: each rule is one query that must find nothing.

`manage.py check_invariants` names what it finds; the worker asks every hour and raises the alarm.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import islice

from django.db import connection, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum

from agencies.models import CalendarChange, NumberSeries
from applications import deadlines
from applications.models import (
    Application,
    ApplicationClockEvent,
    Bill,
    Fulfilment,
    HandOver,
    Inspection,
    Objection,
    PaperBlock,
    PaperEntry,
    Payment,
    Permit,
    PermitCorrection,
    PermitMeasure,
    PrintedDocument,
    Recommendation,
    Rejection,
)
from applications.outcomes import ON_THE_SAME_PERMIT, REPLACING
from audit.models import JournalEntry
from notifications.models import Message
from ptsp_portal.lib.moment import now

# The journal's last word about a file, and the states in which it may stand after it.
LEADS_TO = {
    "application.started": {"draft"},
    "application.submitted": {"submitted"},
    "application.returned": {"returned"},
    "application.resubmitted": {"submitted", "registered"},
    "application.registered": {"registered"},
    "application.verified": {"recommendation", "drafting"},
    "permit.issued": {"issued"},
    "permit.copied": {"issued"},
    "permit.closed": {"issued"},
    "permit.deemed": {"issued"},
    "application.rejected": {"rejected"},
    "application.withdrawn": {"withdrawn"},
    "application.lapsed": {"lapsed"},
    "objection.granted": {"recommendation", "drafting", "signing"},
}
SOONEST = 500  # files whose deadline the hourly look reckons in full
MOVED_BY_OTHERS = {"recommendation", "drafting", "signing"}  # after "verified", answers and parafs move the file on


def journal_and_state_agree(since: datetime | None = None) -> Iterable[str]:
    """The last act in the journal leads to the state of the row; of files that changed after `since`, else of all."""
    last = JournalEntry.objects.filter(subject=OuterRef("uuid"), verb__in=LEADS_TO).order_by("-id").values("verb")[:1]
    files = Application.objects.filter(changed_at__gte=since) if since else Application.objects.all()
    rows = files.annotate(last_verb=Subquery(last)).values_list("uuid", "state", "last_verb")
    for uuid, state, verb in rows.iterator():
        expected = LEADS_TO.get(verb, set()) | (MOVED_BY_OTHERS if verb == "application.verified" else set())
        if state not in expected:
            yield f"file {uuid}: state {state} after {verb}"


def issued_files_have_a_permit() -> Iterable[str]:
    """Issued ⇔ permit (or the head's act on the permit that there is), rejected ⇔ refusal letter that no objection annulled;
    each owes its PDF."""
    permit = Permit.objects.filter(application=OuterRef("pk"))
    fulfilled = Fulfilment.objects.filter(application=OuterRef("pk"))
    letter = Rejection.objects.filter(application=OuterRef("pk"))
    makes_none = Q(kind__in=ON_THE_SAME_PERMIT)
    odd = Q(state="issued") & ((~makes_none & ~Exists(permit)) | (makes_none & ~Exists(fulfilled)))
    odd |= (makes_none | ~Q(state="issued")) & Exists(permit)
    odd |= (~makes_none | ~Q(state="issued")) & Exists(fulfilled)
    annulled = Objection.objects.filter(application=OuterRef("pk"), outcome="granted")
    odd |= (Q(state="rejected") & ~Exists(letter)) | (~Q(state="rejected") & Exists(letter) & ~Exists(annulled))
    yield from _files(Application.objects.filter(odd), "permit or refusal and state disagree")
    owed = PrintedDocument.objects.filter(application=OuterRef("pk"))
    owed_of_kind = owed.filter(kind=OuterRef("kind"))  # a copy's and a closure's document is named as the filing
    lacking = (Q(registered_at__isnull=False) & ~Exists(owed.filter(kind="receipt"))) | (
        Q(state="issued") & ((~makes_none & ~Exists(owed.filter(kind="permit"))) | (makes_none & ~Exists(owed_of_kind)))
    )
    yield from _files(Application.objects.filter(lacking), "a document is owed and has no row")


def permits_ended_by_a_filing_name_it() -> Iterable[str]:
    """A permit is superseded exactly when a renewal or an amendment of it was issued, closed when a closure was."""
    ended_by = Application.objects.filter(of_permit=OuterRef("pk"), state="issued")
    replaced, closed = ended_by.filter(kind__in=REPLACING), ended_by.filter(kind="closure")
    odd = (Q(status="superseded") & ~Exists(replaced)) | (~Q(status="superseded") & Exists(replaced))
    odd |= (Q(status="closed") & ~Exists(closed)) | (~Q(status="closed") & Exists(closed))
    for uuid in Permit.objects.filter(odd).values_list("application__uuid", flat=True).iterator():
        yield f"file {uuid}: the permit's status and the filings about it disagree"


def nobody_waits_for_nothing() -> Iterable[str]:
    """A file waits for recommendations exactly while a required one of its stage is open; ended files have none open."""
    still_open = Recommendation.objects.filter(application=OuterRef("pk")).open()
    required = still_open.filter(is_required=True, stage=OuterRef("stage"))
    stalled = Application.objects.in_state("recommendation").filter(~Exists(required))
    yield from _files(stalled, "all answers are in, yet it waits")
    ended = Application.objects.filter(closed_at__isnull=False).filter(Exists(still_open))
    yield from _files(ended, "ended with an open recommendation")


def visits_end_with_their_request() -> Iterable[str]:
    """No field visit goes on for an answer that nobody waits for."""
    lost = Inspection.objects.open().exclude(recommendation__state__in=Recommendation.OPEN)
    for uuid in lost.values_list("application__uuid", flat=True).iterator():
        yield f"file {uuid}: a visit goes on though its request ended"


def answers_are_counted() -> Iterable[str]:
    """ "n of m answers" on the row equals its recommendations."""
    current = Q(recommendations__is_current=True)
    given = Count("recommendations", filter=current & Q(recommendations__state__in=["given", "deemed"]))
    asked = Count("recommendations", filter=current & ~Q(recommendations__state="withdrawn"))
    counted = Application.objects.annotate(given=given, asked=asked)
    yield from _files(
        counted.exclude(given=F("answers_received"), asked=F("answers_requested")), "answers are miscounted"
    )


def holders_come_from_the_ledger() -> Iterable[str]:
    """The cached holder is the one of the ledger's last entry."""
    last = ApplicationClockEvent.objects.filter(application=OuterRef("pk")).order_by("-at", "-id")
    known = Application.objects.annotate(last_holder=Subquery(last.values("holder")[:1]))
    other = known.filter(last_holder__isnull=False).exclude(last_holder=F("holder"))
    yield from _files(other, "holder and ledger disagree")


def deadlines_come_from_the_ledger() -> Iterable[str]:
    """Of open files: what the last entry of the ledger says about the post that holds it, in one query; and, for the files that
    are late next, the whole reckoning. `manage.py recompute_deadlines --check` reckons all of them."""
    if CalendarChange.objects.filter(finished_at__isnull=True).exists():
        return  # the sweep is moving them just now
    last = ApplicationClockEvent.objects.filter(application=OuterRef("pk")).order_by("-at", "-id")
    posts = {"last_agency": Subquery(last.values("agency")[:1]), "last_role": Subquery(last.values("role")[:1])}
    held = Application.objects.open().annotate(**posts)
    same = Q(holder_role=F("last_role")) & (
        Q(holder_agency=F("last_agency")) | Q(holder_agency__isnull=True, last_agency__isnull=True)
    )
    yield from _files(held.exclude(same), "holding post and ledger disagree")
    soonest = Application.objects.open().filter(due_at__isnull=False).order_by("due_at")
    files = deadlines.with_ledgers(soonest)[:SOONEST]
    yield from map(str, deadlines.differences(files, deadlines.Calendars()))


def promised_messages_exist() -> Iterable[str]:
    """Every submitted file has the acknowledgement that was promised with it."""
    about = Message.objects.filter(about=OuterRef("uuid"), occasion="applications/submitted")
    yield from _files(
        Application.objects.filter(submitted_at__isnull=False).filter(~Exists(about)), "no acknowledgement"
    )


def no_mail_was_given_up() -> Iterable[str]:
    """A mail of the last days that twelve tries could not deliver is a task for a person (rule 5)."""
    lately = Message.objects.filter(state=Message.State.PARKED, created_at__gt=now() - timedelta(days=3))
    for uuid in lately.values_list("uuid", flat=True).iterator():
        yield f"mail {uuid}: given up"


def numbers_have_no_gap() -> Iterable[str]:
    """As many files, permits, bills and letters of an office as its series counted."""
    numbered = {
        "registration": Application.objects.filter(registration_number__isnull=False),
        "permit": Permit.objects.all(),
        "rejection": Rejection.objects.all(),
        "bill": Bill.objects.all(),
        "measure": PermitMeasure.objects.exclude(number=""),
        "objection": Objection.objects.all(),
        "answer": Objection.objects.exclude(outcome=""),
    }
    for kind, rows in numbered.items():
        series = NumberSeries.objects.filter(kind=kind).order_by()
        drawn = dict(series.values_list("office").annotate(Sum("last")))
        used = dict(rows.order_by().values_list("office").annotate(Count("pk")))
        for office in drawn.keys() | used.keys():
            if drawn.get(office, 0) != used.get(office, 0):
                yield f"office {office}: {drawn.get(office, 0)} {kind} numbers drawn, {used.get(office, 0)} used"
    sizes = F("last") - F("first") + 1
    reserved = dict(PaperBlock.objects.order_by().values_list("agency").annotate(n=Sum(sizes)))
    for office, last in NumberSeries.objects.filter(kind="paper").values_list("office", "last"):
        if reserved.get(office, 0) != last:
            yield f"office {office}: {last} paper numbers drawn, {reserved.get(office, 0)} in blocks"


def bills_stop_the_clock() -> Iterable[str]:
    """While a bill is unpaid its applicant holds the file, and nothing is decided; a paid one has its payment."""
    stopped = Q(application__state="drafting", application__holder="applicant", application__closed_at__isnull=True)
    for uuid in Bill.objects.unpaid().exclude(stopped).values_list("application__uuid", flat=True).iterator():
        yield f"file {uuid}: a bill is unpaid and the file goes on"
    payment = Payment.objects.filter(bill=OuterRef("pk"))
    odd = (Q(paid_at__isnull=False) & ~Exists(payment)) | (Q(paid_at__isnull=True) & Exists(payment))
    for uuid in Bill.objects.filter(odd).values_list("application__uuid", flat=True).iterator():
        yield f"file {uuid}: bill and payment disagree"


def permits_stand_as_their_measures_say() -> Iterable[str]:
    """Suspended or revoked exactly after the signed measure that says so; as many versions as signed corrections, and one."""
    moving = PermitMeasure.objects.signed().exclude(kind="warning")
    last = moving.filter(permit=OuterRef("pk")).order_by("-signed_at", "-id").values("kind")[:1]
    after = {"suspended": "suspension", "revoked": "revocation"}
    touched = Q(status__in=after) | Q(pk__in=moving.exclude(kind="reinstatement").values("permit"))
    for uuid, status, kind in (
        Permit.objects.filter(touched).annotate(last=Subquery(last)).values_list("application__uuid", "status", "last")
    ):
        if kind != after[status] if status in after else kind in after.values():
            yield f"file {uuid}: the permit is {status} after {kind}"
    corrected = PermitCorrection.objects.signed()
    versions = Permit.objects.filter(Q(version__gt=1) | Q(pk__in=corrected.values("permit")))
    versions = versions.annotate(n=Count("corrections", filter=Q(corrections__signed_at__isnull=False)))
    for uuid in versions.exclude(version=F("n") + 1).values_list("application__uuid", flat=True):
        yield f"file {uuid}: versions and corrections disagree"


def only_issued_files_are_handed_over() -> Iterable[str]:
    """Nothing was handed over of a file that did not end in a permit."""
    early = HandOver.objects.exclude(application__state="issued")
    for uuid in early.values_list("application__uuid", flat=True).iterator():
        yield f"file {uuid}: handed over and not issued"


def what_a_counter_sent_has_its_grounds() -> Iterable[str]:
    """Sent for somebody without an account: with their consent. By the paper channel: with its number of the register."""
    sent = Application.objects.filter(submitted_at__isnull=False)
    alone = sent.filter(assistance__consent_at__isnull=True, assistance__handed_over_at__isnull=True)
    alone = alone.filter(assistance__isnull=False, person__user__isnull=True)
    yield from _files(alone, "sent without consent")
    entry = PaperEntry.objects.filter(application=OuterRef("pk"))
    yield from _files(sent.filter(channel="paper").filter(~Exists(entry)), "by paper, and no number of the register")


def _files(rows, fault: str) -> Iterable[str]:
    for uuid in rows.values_list("uuid", flat=True).iterator():
        yield f"file {uuid}: {fault}"


RULES: tuple[Callable[[], Iterable[str]], ...] = (
    journal_and_state_agree,
    issued_files_have_a_permit,
    permits_ended_by_a_filing_name_it,
    nobody_waits_for_nothing,
    visits_end_with_their_request,
    answers_are_counted,
    holders_come_from_the_ledger,
    deadlines_come_from_the_ledger,
    promised_messages_exist,
    no_mail_was_given_up,
    numbers_have_no_gap,
    bills_stop_the_clock,
    permits_stand_as_their_measures_say,
    only_issued_files_are_handed_over,
    what_a_counter_sent_has_its_grounds,
)


def broken(most: int = 100, since: datetime | None = None) -> list[str]:
    """What is not as it must be, at most `most` findings a rule; empty when all is well. Read in one snapshot.

    `since`: the journal, by far the longest look (half a minute for a million files), only about files changed after it.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        looks = [rule(since) if rule is journal_and_state_agree else rule() for rule in RULES]
        return [finding for look in looks for finding in islice(look, most)]
