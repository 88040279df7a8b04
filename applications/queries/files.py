"""How files, recommendations and what belongs to them are found: QuerySet words that chain. Seeing is `visible_to` alone."""

from datetime import timedelta

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q

from agencies.scoping import agency_ids, own_or_lent_agency_ids, represented_business_ids
from audit.models import JournalEntry
from ptsp_portal.lib.crypto import fingerprint
from ptsp_portal.lib.moment import now

# Roles that work with the files of their own office. Executives see numbers, never a file's contents (handbook 2.2).
OFFICE_ROLES = ("front_desk", "verifier", "endorser", "head", "auditor")
AGENCY_ROLES = ("officer", "head")
# Who types for somebody, at any counter that helps.
HELPING_ROLES = ("front_desk",)
TREASURER = ("treasurer",)
# Acts after which nobody endorses or signs the file (rule 7): its draft, and the applicant's part that a counter did for them.
HAND_IN_IT = (
    "decision.drafted", "application.started", "application.draft_saved", "application.submitted",
    "application.resubmitted", "assistance.consented", "clarification.answered",
)  # fmt: skip
ABANDONED = timedelta(days=180)
NEVER_SUBMITTED = Q(submitted_at__isnull=True)
AWAITS_HEAD = Q(proposal__isnull=False, proposal__returned__isnull=True)


class ApplicationQuerySet(models.QuerySet):
    def locked(self, uuid):
        """The aggregate's row, locked; the first line of every action. Raises DoesNotExist."""
        return (
            self.select_for_update(no_key=True, of=("self",))
            .select_related("standard", "permit_type", "office__region")
            .get(uuid=uuid)
        )

    def visible_to(self, user):
        """Own files; those that one's counter files for somebody, drafts too; the office's files once submitted (a deputy's too,
        Plh./Plt.); an agency's files once it was asked."""
        if not user.is_authenticated:
            return self.none()
        applicants_side = self._own(user) | self._assisted(user)
        return self.filter(applicants_side | self._at_my_office(user) | self._asked_of_my_agency(user))

    def ways_to_see(self, user) -> list:
        """The keys of `visible_to` in parts, each in the order of one index, newest first: for taking a few out of very many.

        Querysets of one column named `key`; one for each right to a file, each office and each agency of this person.
        """
        person = getattr(user, "person", None)
        by_oneself = self.filter(filed_by=user, assisting_agency__isnull=True)
        for_oneself = [by_oneself, self.filter(person=person)] if person else [by_oneself]
        mine = [way.filter(business__isnull=True) for way in for_oneself]
        mine += [self.filter(business_id=business) for business in sorted(represented_business_ids(user))]
        mine += [self.filter(assisting_agency_id=agency) for agency in agency_ids(user, HELPING_ROLES)]
        requests, agencies = self._related("recommendations"), agency_ids(user, AGENCY_ROLES)
        asked = [requests.filter(agency_id=each) for each in agencies] + [
            requests.filter(unit_id=each) for each in agencies
        ]
        return [
            *(way.newest_keys() for way in mine),
            *self.keys_by_office(user, *OFFICE_ROLES),
            *(way.order_by("-application_id").annotate(key=F("application_id")).values("key") for way in asked),
        ]

    def keys_by_office(self, user, *roles) -> list:
        """As `at_office_of`, one queryset of keys for each office, newest first."""
        sent = self.filter(submitted_at__isnull=False)
        return [sent.filter(office_id=office).newest_keys() for office in own_or_lent_agency_ids(user, roles)]

    def newest_keys(self):
        return self.order_by("-id").annotate(key=F("id")).values("key")

    def own(self, user):
        """Files of this person and of the businesses that they may represent today.

        Each right is asked of its own index; as one condition (`_own`, for a row at hand) it would read the whole table.
        """
        files = self.model.objects.order_by()
        mine = files.filter(business__isnull=True)
        by_oneself = mine.filter(filed_by=user, assisting_agency__isnull=True)
        ways = [by_oneself, mine.filter(person__user=user), files.filter(self._represented(user))]
        first, *others = [way.values("pk") for way in ways]
        return self.filter(pk__in=first.union(*others, all=True))

    def assisted_by(self, user):
        """Files that a counter of this person's fills in for somebody, until they are handed over to an account."""
        return self.filter(self._assisted(user))

    def in_hands_of(self, user):
        """Whose applicant's part this person may do: one's own, and those that one's counter does for somebody."""
        return self.filter(self._own(user) | self._assisted(user))

    def at_office_of(self, user, *roles):
        """Submitted files of the offices where the user has one of the roles today, be it lent (Plh./Plt.)."""
        return self.filter(office_id__in=own_or_lent_agency_ids(user, roles), submitted_at__isnull=False)

    def in_state(self, *states):
        return self.filter(state__in=states)

    def open(self):
        return self.filter(closed_at__isnull=True, submitted_at__isnull=False)

    def overdue(self):
        return self.filter(due_at__lt=now())

    def asked_for_answers(self):
        """Their applicant has a clarification to answer; `asked_items` says how many things."""
        return self.filter(
            clarifications__sent_at__isnull=False,
            clarifications__answered_at__isnull=True,
            clarifications__cancelled_at__isnull=True,
        ).annotate(asked_items=models.Count("clarifications__items"))

    def with_bill_to_pay(self):
        """An unpaid bill waits for their applicant; `bill_amount` says how much."""
        unpaid = {"bills__paid_at__isnull": True, "bills__cancelled_at__isnull": True}
        rows = self.filter(bills__isnull=False, **unpaid)
        return rows.annotate(bill_amount=models.F("bills__amount"), bill_expires_on=models.F("bills__expires_on"))

    def abandoned(self):
        """Drafts that nobody touched for ABANDONED; their personal data is due to go."""
        return self.filter(state="draft", changed_at__lt=now() - ABANDONED)

    def with_names(self):
        """For a line of a list. `allows_deemed`: whether the file's standard counts silence as consent (its row is long)."""
        rows = self.select_related("permit_type", "office__region", "holder_agency")
        return rows.annotate(allows_deemed=models.F("standard__deemed_approval"))

    def marked_for(self, user):
        """Rule 7 for a list, in its one statement: `is_own` is policies.has_own_interest, `had_part` policies.worked_on_it."""
        this_time = Q(round=OuterRef("decision__round"), is_void=False) | ~Q(application__state="drafting")
        endorsed = self._related("endorsements").filter(
            this_time, application=OuterRef("pk"), by=user, result="endorsed"
        )
        by_them = Q(given_by=user) | Q(proposed_by=user) | Q(approved_by=user)
        recommended = self._related("recommendations").filter(by_them, application=OuterRef("pk"))
        signed_minutes = self._related("inspections").filter(
            application=OuterRef("pk"), team__user=user, team__signed_at__isnull=False
        )
        wrote = JournalEntry.objects.filter(subject=OuterRef("uuid"), verb__in=HAND_IN_IT, actor=user.uuid)
        worked = Q(registered_by=user) | Q(verified_by=user) | Exists(endorsed) | Exists(recommended) | Exists(wrote)
        worked |= Exists(signed_minutes)
        return self.annotate(
            is_own=ExpressionWrapper(
                self._own(user) | self._filed_for_oneself(user) | Q(person__user=user),
                output_field=models.BooleanField(),
            ),
            had_part=ExpressionWrapper(worked, output_field=models.BooleanField()),
        )

    def _related(self, name):
        return self.model._meta.get_field(name).related_model.objects

    def _own(self, user):
        for_oneself = Q(business__isnull=True) & (self._filed_for_oneself(user) | Q(person__user=user))
        return for_oneself | self._represented(user)

    def _filed_for_oneself(self, user):
        """Whoever typed it for somebody else has no part in it of their own."""
        return Q(filed_by=user, assisting_agency__isnull=True)

    def _assisted(self, user):
        return Q(assisting_agency_id__in=agency_ids(user, HELPING_ROLES))

    def _represented(self, user):
        return Q(business_id__in=_representations(self.model).active().filter(person__user=user).values("business_id"))

    def _at_my_office(self, user):
        return Q(office_id__in=own_or_lent_agency_ids(user, OFFICE_ROLES), submitted_at__isnull=False)

    def _asked_of_my_agency(self, user):
        return Exists(self._related("recommendations").addressed_to(user).filter(application=OuterRef("pk")))


def _representations(application_model):
    person = application_model._meta.get_field("person").related_model
    return person._meta.get_field("representations").related_model.objects


class RecommendationQuerySet(models.QuerySet):
    def locked(self, uuid):
        """One request under its file's lock: the file is locked first, then the request is read. Raises DoesNotExist."""
        application_uuid = self.values_list("application__uuid", flat=True).get(uuid=uuid)
        application = applications_of(self.model).locked(application_uuid)
        recommendation = application.recommendations.select_related("agency__region", "unit").get(uuid=uuid)
        recommendation.application = application
        return recommendation

    def visible_to(self, user):
        """Who sees the file sees its recommendations; drafts of answers do not exist."""
        return self.filter(application__in=applications_of(self.model).visible_to(user))

    def addressed_to(self, user):
        """Asked of an agency of theirs (or whose head they stand in for), or handed down to a sub-unit of theirs."""
        mine = sorted({*agency_ids(user, AGENCY_ROLES), *own_or_lent_agency_ids(user, ("head",))})
        return self.filter(Q(agency_id__in=mine) | Q(unit_id__in=mine))

    def current(self):
        """Without answers that were asked for again: those are kept, and count no more."""
        return self.filter(is_current=True)

    def open(self):
        return self.filter(state__in=["requested", "acknowledged"])

    def overdue(self):
        return self.open().filter(due_at__lt=now())

    def awaiting_head(self):
        """An answer is written, and the agency's head has not looked at it yet."""
        return self.open().filter(AWAITS_HEAD)


class AnswerLinkQuerySet(models.QuerySet):
    def live(self):
        """Neither used nor revoked nor run out; whether the request still waits is asked of the request."""
        return self.filter(used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now())

    def opened_by(self, token: str):
        """The live link of that token, while its request is open and its file waits for opinions; the only way to find one."""
        waiting = {
            "recommendation__state__in": ["requested", "acknowledged"],
            "recommendation__application__state__in": ["recommendation", "drafting"],
        }
        found = self.live().filter(token_hash=fingerprint(token), **waiting)
        return found.exclude(Q(recommendation__in=_requests(self.model).awaiting_head()))


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(application__in=applications_of(self.model).visible_to(user))

    def current(self):
        return self.filter(removed_at__isnull=True)

    def attached(self):
        """What an agency sent along with its answer: without the photographs, which stand with their visit."""
        return self.current().filter(inspection_photo__isnull=True)

    def unsent_bytes_of(self, user) -> int:
        """How much this person keeps in filings that were never sent (reliability rule 23)."""
        mine = self.current().filter(
            uploaded_by=user, application__submitted_at__isnull=True, application__closed_at__isnull=True
        )
        return mine.aggregate(total=models.Sum("size"))["total"] or 0

    def answering_requirements(self):
        return self.current().filter(recommendation__isnull=True, objection__isnull=True, is_pending=False)


class ClarificationQuerySet(models.QuerySet):
    def open(self):
        """Waiting for the superior's consent or for the applicant's answer."""
        return self.filter(answered_at__isnull=True, cancelled_at__isnull=True)

    def sent(self):
        return self.filter(sent_at__isnull=False)

    def awaiting_consent(self):
        """Prepared beyond the allowance: not yet sent to the applicant."""
        return self.open().filter(sent_at__isnull=True)

    def visible_to(self, user):
        return self.filter(application__in=applications_of(self.model).visible_to(user))


class PhraseQuerySet(models.QuerySet):
    def of_agency(self, agency):
        """What an agency's people choose from: its own sentences and everybody's."""
        return self.filter(Q(agency=agency) | Q(agency__isnull=True), is_active=True)

    def of_library(self, agency):
        """What its office_admin reads: its own, retired ones last, and everybody's that are in use."""
        everybodys = Q(agency__isnull=True, is_active=True)
        return self.filter(Q(agency=agency) | everybodys).order_by("-is_active", "agency_id", "id")

    def for_drafting(self, office):
        """Of the issuing office: what a permit prints, and reasons for a refusal."""
        return self.of_agency(office).filter(use__in=["decision", "refusal"])


class PaperBlockQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Blocks of the agencies where this person keeps the emergency register."""
        return self.filter(agency_id__in=agency_ids(user, ("front_desk", "head")))

    def with_counts(self):
        """`used` and `voided` numbers of each block."""
        used, voided = (
            Q(entries__application__isnull=False),
            Q(entries__application__isnull=True, entries__isnull=False),
        )
        return self.annotate(used=models.Count("entries", filter=used), voided=models.Count("entries", filter=voided))


class QuestionQuerySet(models.QuerySet):
    def open(self):
        """Not merged into a clarification, not dropped; an agency's question is over when its request is."""
        asked = Q(recommendation__isnull=True) | Q(recommendation__state__in=["requested", "acknowledged"])
        return self.filter(asked, item__isnull=True, dropped_at__isnull=True)


class InspectionQuerySet(models.QuerySet):
    def addressed_to(self, user):
        """Visits for an opinion of an agency of theirs, or of a sub-unit of theirs."""
        mine = agency_ids(user, AGENCY_ROLES)
        return self.filter(Q(agency_id__in=mine) | Q(recommendation__unit_id__in=mine))

    def open(self):
        return self.filter(state__in=["proposed", "agreed", "reported"])

    def visible_to(self, user):
        """Who sees the file sees its visits."""
        return self.filter(application__in=applications_of(self.model).visible_to(user))


class InspectionPhotoQuerySet(models.QuerySet):
    def kept(self):
        """Those that were not taken off the minutes."""
        return self.filter(document__removed_at__isnull=True)


def _requests(link_model):
    return link_model._meta.get_field("recommendation").related_model.objects


def applications_of(model):
    return model._meta.get_field("application").related_model.objects
