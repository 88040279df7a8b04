"""What the portal knows about the offices of a pack, each asked once: figures from cells, the rest from small tables.

Names of officials stand only where the assessors ask who holds a public duty (complaint desk, acting heads); nobody else's.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q

from agencies.models import Agency, Delegation, Membership, RightsRequest
from applications.models import Inspection, Offer, PermitMeasure, ServiceStandard
from audit.models import ChainHead
from audit.proof import Proof
from complaints.figures import answered_in_time
from complaints.limits import days_on
from complaints.models import Complaint, Duty, SurveyAction
from complaints.models import Finding as Found
from complaints.survey_figures import Figures, Period
from dashboards.cubes import Cube
from dashboards.digests import faults_of
from dashboards.exports import office_ids_of, reach_of_export
from dashboards.measured import Counts
from dashboards.models import Cell, Digest, Export
from ptsp_portal.lib.moment import now

MOST_ROWS_PROVED = 300_000  # of a journal, in one pack; the whole is proved every day and by verify_journal


@dataclass(frozen=True)
class Service:
    office: Agency
    offer: Offer
    standard: ServiceStandard | None

    @property
    def is_own(self) -> bool:
        return bool(self.standard and self.standard.office_id)


@dataclass(frozen=True)
class Survey:
    office: str
    n: int
    target: int
    index: object
    band: str
    planned: int
    done: int


@dataclass
class Proved:
    """`skipped`: chains that were too long to be walked here."""

    chains: int = 0
    rows: int = 0
    faults: int = 0
    skipped: int = 0


class Facts:
    def __init__(self, export: Export):
        self.export = export
        wanted = set(office_ids_of(export))
        self.offices = [each for each in reach_of_export(export).offices if each.pk in wanted]
        self.ids = [each.pk for each in self.offices]
        zone = ZoneInfo(export.region.zone)
        self.begin, self.end = (
            datetime.combine(day, time(), zone) for day in (export.first, export.last + timedelta(days=1))
        )
        # What is true on a day (posts, standards): the last of the span, or today while it runs.
        self.day = min(export.last, export.region.local_date(now()))

    def _in_span(self, name: str) -> dict:
        return {f"{name}__gte": self.begin, f"{name}__lt": self.end}

    @cached_property
    def licensing(self) -> list[Agency]:
        return [each for each in self.offices if each.kind == Agency.Kind.PTSP] or self.offices

    # Services

    @cached_property
    def services(self) -> list[Service]:
        offers = Offer.objects.public().filter(office__in=self.ids).select_related("office", "permit_type")
        offers = list(offers.order_by("office__name", "permit_type__name"))
        standards = ServiceStandard.objects.in_force(self.day).filter(Q(office__in=self.ids) | Q(office__isnull=True))
        found = {}
        for each in standards.order_by("effective_from", "version"):
            found[each.office_id, each.permit_type_id] = each
        return [
            Service(
                offer.office,
                offer,
                found.get((offer.office_id, offer.permit_type_id)) or found.get((None, offer.permit_type_id)),
            )
            for offer in offers
        ]

    @property
    def signed_by_head(self) -> list[Service]:
        return [each for each in self.services if each.standard and each.standard.signing_role == "head"]

    # Figures

    @cached_property
    def months(self) -> dict[tuple, int]:
        """{(office, month, Measure): n} of whole months that the span touches."""
        first = self.export.first.replace(day=1)
        return Cell.objects.of_offices(Cube.OFFICE_MONTH, self.ids).between(first, self.export.last).sums(
            "office", "at", "bucket"
        )  # fmt: skip

    @cached_property
    def counts(self) -> Counts:
        total = Counter()
        for (_office, _month, measure), n in self.months.items():
            total[measure] += n
        return Counts(total)

    # Complaints

    @cached_property
    def complaint_people(self) -> list[tuple]:
        """(office, name, post, since) of complaint officers on the day."""
        rows = self._posts.filter(
            role=Membership.Role.COMPLAINT_OFFICER, agency__in=[each.pk for each in self.licensing]
        )
        columns = ("agency__name", "user__full_name", "title", "from_on")
        return list(rows.order_by("agency__name", "user__full_name").values_list(*columns))

    @property
    def complaint_limits(self) -> list[tuple[str, int]]:
        return [(str(Duty(duty).label), days) for duty, days in days_on(self.day).items()]

    @cached_property
    def complaints(self) -> dict[str, int]:
        """Ordinary ones received in the span; in time as their clock ledgers say."""
        rows = Complaint.objects.filter(office__in=self.ids, is_grave=False, **self._in_span("received_at"))
        rows = list(rows.select_related("office__region"))
        answered = [row for row in rows if row.answered_at]
        return {
            "received": len(rows),
            "answered": len(answered),
            "in_time": sum(answered_in_time(answered).values()),
            "open": sum(1 for row in rows if not row.closed_at),
            "overdue": sum(1 for row in rows if not row.closed_at and row.due_at and row.due_at < now()),
        }

    @cached_property
    def remedies(self) -> dict[str, int]:
        rows = Found.objects.filter(complaint__office__in=self.ids, **self._in_span("at")).exclude(remedy="")
        return rows.aggregate(wanted=Count("pk"), done=Count("pk", filter=Q(done_on__isnull=False)))

    # Surveys

    @cached_property
    def surveys(self) -> list[Survey]:
        period = Period(str(self.export.first.year), self.export.first, self.export.last)
        plans = SurveyAction.objects.filter(office__in=self.ids, **self._in_span("at")).order_by().values_list("office")
        plans = plans.annotate(n=Count("pk"), done=Count("pk", filter=Q(done_on__isnull=False)))
        planned = {office: (n, done) for office, n, done in plans}
        return [self._survey(office, period, *planned.get(office.pk, (0, 0))) for office in self.licensing]

    def _survey(self, office, period, planned, done) -> Survey:
        figures = Figures(office, period)
        return Survey(
            office.name, figures.n, figures.sample()["target"], figures.index, figures.band, planned, done
        )  # fmt: skip

    # After issue

    @cached_property
    def measures(self) -> list[tuple]:
        """(office, kind, n) of measures signed in the span."""
        rows = PermitMeasure.objects.filter(office__in=self.ids, **self._in_span("signed_at"))
        found = rows.order_by("office__name", "kind").values_list("office__name", "kind").annotate(n=Count("pk"))
        return [(office, str(PermitMeasure.Kind(kind).label), n) for office, kind, n in found]

    @cached_property
    def visits(self) -> int:
        return Inspection.objects.filter(
            application__office__in=self.ids, state=Inspection.State.SIGNED, **self._in_span("starts_at")
        ).count()  # fmt: skip

    # Posts

    @property
    def _posts(self):
        on_day = Q(until_on__isnull=True) | Q(until_on__gte=self.day)
        return Membership.objects.filter(on_day, agency__in=self.ids, from_on__lte=self.day, user__is_active=True)

    @cached_property
    def roles(self) -> list[tuple]:
        """(office, role, people)."""
        rows = self._posts.order_by("agency__name", "role").values_list("agency__name", "role")
        return [
            (office, str(Membership.Role(role).label), n)
            for office, role, n in rows.annotate(n=Count("user", distinct=True))
        ]

    @cached_property
    def confirmed_rights(self) -> int:
        rows = RightsRequest.objects.filter(agency__in=self.ids, **self._in_span("decided_at"))
        return rows.exclude(decided_by=F("proposed_by")).count()

    @cached_property
    def deputies(self) -> list[tuple]:
        """(office, kind, decree, from, until) of acting heads in the span."""
        rows = Delegation.objects.filter(
            membership__agency__in=self.ids, from_on__lte=self.export.last, until_on__gte=self.export.first
        ).order_by("from_on")
        found = rows.values_list("membership__agency__name", "kind", "decree", "from_on", "until_on")
        return [(office, str(Delegation.Kind(kind).label), *rest) for office, kind, *rest in found]

    # Nothing was altered

    @cached_property
    def proof(self) -> Proved:
        found = Proved()
        chains = {each.journal_chain for each in self.offices}
        for head in ChainHead.objects.filter(chain__in=chains).order_by("seq"):
            if found.rows + head.seq > MOST_ROWS_PROVED:
                found.skipped += 1
                continue
            proof = Proof(head.chain)
            found.faults += sum(1 for _fault in proof.faults())
            found.rows, found.chains = found.rows + proof.rows, found.chains + 1
        return found

    @cached_property
    def digests(self) -> list[Digest]:
        return list(Digest.objects.filter(day__gte=self.export.first, day__lte=self.export.last).order_by("number"))

    @cached_property
    def digest_faults(self) -> list:
        return [fault for line in self.digests for fault in faults_of(line)]
