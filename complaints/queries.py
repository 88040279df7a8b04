"""How complaints are found: QuerySet words that chain. Seeing is `visible_to` (people in office) and nothing else.

The reporter's own scope is `reported_by`; without an account the number and its secret open one complaint.
"""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from agencies.scoping import agency_ids, own_or_lent_agency_ids
from complaints.posts import HEAD, UNIT_ROLES, blind_to, desk_ids, grave_ids
from ptsp_portal.lib.moment import now


class AttachmentQuerySet(models.QuerySet):
    def for_reporter(self):
        """Their own papers and those of messages to them; never those of an internal note."""
        return self.filter(
            Q(message=None, is_from_reporter=True) | (Q(message__isnull=False) & ~Q(message__side="note"))
        )


class FindingQuerySet(models.QuerySet):
    def delays(self):
        """Justified complaints about delay on a file: what the figures of that file's office answer for."""
        return self.filter(
            is_justified=True, kind="delay", complaint__application__isnull=False, complaint__is_grave=False
        )

    def owed(self):
        """Remedies that are not done."""
        return self.filter(done_on__isnull=True, due_on__isnull=False)

    def late(self):
        """Owed since before today, and not yet warned of."""
        warned = Q(complaint__warnings__rung="remedy")
        return self.owed().filter(due_on__lt=now().date()).exclude(warned).order_by("due_on", "id")


class ComplaintQuerySet(models.QuerySet):
    def locked(self, uuid):
        """The aggregate's row, locked; the first line of every action. Raises DoesNotExist."""
        return (
            self.select_for_update(no_key=True, of=("self",))
            .select_related("office__region", "category")
            .get(uuid=uuid)
        )

    def open(self):
        return self.filter(closed_at__isnull=True)

    def visible_to(self, user):
        """The desk of the office that keeps it, and the units that have or had it; what is grave the inspectorate alone.

        Nobody sees here a complaint about themselves, nor their own. Executives and auditors see numbers, never contents.
        """
        if not user.is_authenticated:
            return self.none()
        ordinary = Q(is_grave=False) & (self._at_desk(user) | self._at_unit(user))
        return self.filter(ordinary | self._grave(user)).not_of(user)

    def at_desk_of(self, user):
        """Of `visible_to` what this person keeps: at the desk of the office, or grave at the inspectorate."""
        return self.filter((Q(is_grave=False) & self._at_desk(user)) | self._grave(user)).not_of(user)

    def at_unit_of(self, user):
        """Of `visible_to` what lies at a unit of this person now."""
        open_route = self._routes(user).filter(complaint=OuterRef("pk"), ended_at__isnull=True)
        return self.filter(Exists(open_route), is_grave=False).not_of(user)

    def reported_by(self, user):
        """A person's own complaints; of an anonymous one no account is kept."""
        return self.filter(reporter__user=user) if user.is_authenticated else self.none()

    def opened_by(self, uuid):
        """The one that this browser opened with number and code, or was just given the receipt of (`sheets`)."""
        return self.filter(uuid=uuid).with_standing()

    def numbered(self, number):
        """For the page that asks for the code too: number and code together are the permission."""
        return self.filter(number=number)

    def public(self):
        """Released in redacted words; the page shows nothing else of them. What is grave never is."""
        return self.filter(published_at__isnull=False, is_grave=False)

    def with_standing(self):
        """For the reporter's page and receipt."""
        return self.select_related(
            "category",
            "office__region",
            "holder_agency",
            "application",
            "permit__office",
            "merged_into",
            "reporter",
            "place__parent__parent",
        )

    def not_of(self, user):
        """Without what is about this person, and without what they reported themselves."""
        reporters = self.model._meta.get_field("reporter").related_model.objects
        mine = reporters.filter(complaint=OuterRef("pk"), user=user)
        return self.filter(Q(about_user__isnull=True) | ~Q(about_user=user), ~Exists(mine))

    def overdue(self):
        return self.open().filter(due_at__lt=now())

    def in_order_of_deadline(self):
        return self.order_by(F("due_at").asc(nulls_last=True), "id")

    def with_names(self):
        """For a line of a list."""
        return self.select_related("category", "office__region", "holder_agency")

    def elsewhere_than_file(self, holder_of):
        """UUIDs of what follows its file and lies elsewhere now; `holder_of(application)` says where the file is."""
        rows = self.open().filter(state__in=("routed", "in_progress"), moved_with="file", application__isnull=False)
        rows = rows.select_related("application__office", "application__holder_agency").prefetch_related("routes")
        for row in rows.order_by("pk").iterator(chunk_size=500):
            target, here = holder_of(row.application), [each for each in row.routes.all() if each.ended_at is None]
            if target and here and (target.agency.pk, target.role) != (here[0].agency_id, here[0].role):
                yield row.uuid

    def near_limit(self, before):
        """With a limit before that moment, not yet warned of to the top; nearest first, with their warnings."""
        top = self.model._meta.get_field("warnings").related_model.objects
        top = top.filter(complaint=OuterRef("pk"), rung="ombudsman", due_at=OuterRef("due_at"))
        rows = self.open().filter(~Exists(top), due_at__lt=before)
        return rows.select_related("office__region").prefetch_related("warnings").order_by("due_at", "id")

    def _at_desk(self, user):
        return Q(office_id__in=desk_ids(user))

    def _at_unit(self, user):
        """Had by a unit of this person, or its agency owes the remedy."""
        owes = Q(finding__agency__in=own_or_lent_agency_ids(user, HEAD), finding__due_on__isnull=False)
        return Q(pk__in=self._routes(user).values("complaint")) | owes

    def _routes(self, user):
        """Dispositions, past ones too, to a unit where this person has the post that they went to, or heads it or what is above."""
        heads = own_or_lent_agency_ids(user, HEAD)
        mine = Q(agency__in=heads) | Q(agency__parent__in=heads)
        for role in UNIT_ROLES:
            mine |= Q(role=role, agency__in=agency_ids(user, (role,)))
        return self.model._meta.get_field("routes").related_model.objects.filter(mine)

    def _grave(self, user):
        """Kept by or routed to an inspectorate of this person, and not about an agency that they belong to or stand below."""
        keepers = grave_ids(user)
        if not keepers:
            return Q(pk__in=[])
        routes = self.model._meta.get_field("routes").related_model.objects.filter(agency__in=keepers)
        theirs = Q(office_id__in=keepers) | Q(pk__in=routes.values("complaint"))
        seen = Q(about_agency__isnull=True) | ~Q(about_agency_id__in=blind_to(user))
        return Q(is_grave=True) & theirs & seen
