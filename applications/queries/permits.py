"""How permits, what became of them, bills and hand-overs are found. Seeing is `visible_to` alone."""

from datetime import timedelta

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q

from agencies.scoping import agency_ids, own_or_lent_agency_ids
from applications.queries.files import OFFICE_ROLES, TREASURER, applications_of
from ptsp_portal.lib.moment import now


class PermitQuerySet(models.QuerySet):
    def locked(self, uuid):
        """One permit under its file's lock: the file is locked first, then the permit. Raises DoesNotExist."""
        application_uuid = self.values_list("application__uuid", flat=True).get(uuid=uuid)
        application = applications_of(self.model).locked(application_uuid)
        permit = self.select_for_update(no_key=True, of=("self",)).get(uuid=uuid)
        permit.application, permit.office = application, application.office
        return permit

    def locked_row(self, uuid):
        """The row alone, locked after another file (that acts on it) is. Raises DoesNotExist."""
        related = (
            "office__region",
            "permit_type",
            "application__standard",
            "application__person",
            "application__business",
        )
        return self.select_for_update(no_key=True, of=("self",)).select_related(*related).get(uuid=uuid)

    def own(self, user):
        """Permits of this person and of the businesses that they may represent today."""
        return self.filter(application__in=applications_of(self.model).own(user))

    def held_by(self, person, business=None):
        """The permits of one holder; a business's are the business's, whoever filed."""
        if business is not None:
            return self.filter(application__business=business)
        return self.filter(application__person=person, application__business__isnull=True)

    def of_person(self, number, nik_hash):
        """A permit by its number, when a person holds it and has this NIK."""
        return self.filter(
            number=" ".join(number.split()), application__business__isnull=True, application__person__nik_hash=nik_hash
        )

    def for_holder(self):
        """For a line of the portfolio or the page of one permit."""
        return self.select_related("permit_type", "office__region", "application")

    def without_running_renewal(self):
        """Nobody needs to be reminded of what is under way."""
        files = applications_of(self.model).open().filter(of_permit=OuterRef("pk"), kind="renewal")
        return self.filter(~Exists(files))

    def due_for_reminder(self, day, rung, next_rung):
        """In force, with `rung` days left or fewer but more than `next_rung`, and not told of that rung yet.

        Nobody is reminded in the first half of a permit's life: a paper of one month is not a month before its end when issued.
        """
        told = self.model._meta.get_field("reminders").related_model.objects
        running_out = self.filter(
            status="active",
            valid_until__lte=day + timedelta(days=rung),
            valid_until__gt=day + timedelta(days=next_rung),
            issued_on__lte=F("valid_until") - timedelta(days=2 * rung),
        )
        return running_out.filter(~Exists(told.filter(permit=OuterRef("pk"), days=rung))).without_running_renewal()

    def just_run_out(self, day, since):
        """Their last day lies behind `day`, not before `since`; their holder was not told so yet."""
        told = self.model._meta.get_field("reminders").related_model.objects
        ended = self.filter(status="active", valid_until__lt=day, valid_until__gte=since)
        return ended.filter(~Exists(told.filter(permit=OuterRef("pk"), days=0))).without_running_renewal()

    def public(self):
        """For the verification page and the public register: shown without personal data. `of_business`: the holder is one."""
        rows = self.select_related("permit_type", "office__region")
        of_business = ExpressionWrapper(Q(application__business__isnull=False), output_field=models.BooleanField())
        return rows.annotate(of_business=of_business)

    def visible_to(self, user):
        """Who sees the file sees what came out of it: the holder, the office, the agencies asked."""
        return self.filter(application__in=applications_of(self.model).visible_to(user))

    def with_names(self):
        return self.select_related("permit_type", "office__region")

    def suspensions_to_end(self):
        """Their last day is over somewhere in the country; the act asks the office's own calendar day."""
        over = self.filter(suspended_until__lt=(now() + timedelta(hours=9)).date(), status="suspended")
        return over.order_by("suspended_until", "pk")


class ProposalQuerySet(models.QuerySet):
    """Measures and corrections: proposed, then signed or given back."""

    def locked(self, uuid):
        """One proposal under its permit's lock. Raises DoesNotExist."""
        permits = self.model._meta.get_field("permit").related_model.objects
        permit = permits.locked(self.values_list("permit__uuid", flat=True).get(uuid=uuid))
        proposal = self.select_for_update(no_key=True, of=("self",)).get(uuid=uuid)
        proposal.permit = permit
        return proposal

    def open(self):
        return self.filter(signed_at__isnull=True, refused_at__isnull=True)

    def signed(self):
        return self.filter(signed_at__isnull=False)

    def visible_to(self, user):
        """Proposals are the office's own; what was signed is read with its permit by whoever sees that."""
        permits = self.model._meta.get_field("permit").related_model.objects
        mine = Q(permit__office_id__in=own_or_lent_agency_ids(user, OFFICE_ROLES))
        return self.filter(mine | Q(signed_at__isnull=False), permit__in=permits.visible_to(user))


class ObjectionQuerySet(models.QuerySet):
    def locked(self, uuid):
        """One objection under its file's lock. Raises DoesNotExist."""
        application = applications_of(self.model).locked(
            self.values_list("application__uuid", flat=True).get(uuid=uuid)
        )
        objection = self.select_for_update(no_key=True, of=("self",)).get(uuid=uuid)
        objection.application = application
        return objection

    def open(self):
        return self.filter(outcome="")

    def at_office_of(self, user, *roles):
        return self.filter(office_id__in=own_or_lent_agency_ids(user, roles))


class BillQuerySet(models.QuerySet):
    def unpaid(self):
        """Neither paid nor cancelled; an expired one too, until it is replaced."""
        return self.filter(paid_at__isnull=True, cancelled_at__isnull=True)

    def live(self):
        """The one bill of a file that counts."""
        return self.filter(cancelled_at__isnull=True)

    def for_treasurer(self, user):
        """Bills of the offices where the user is treasurer today: number, holder and sum, not the file's contents."""
        return self.filter(office_id__in=agency_ids(user, TREASURER))

    def visible_to(self, user):
        """The treasurer's, and those of files that the user sees."""
        if not user.is_authenticated:
            return self.none()
        mine = Q(office_id__in=agency_ids(user, TREASURER))
        return self.filter(mine | Q(application__in=applications_of(self.model).visible_to(user)))


class PaymentQuerySet(models.QuerySet):
    def for_treasurer(self, user):
        return self.filter(office_id__in=agency_ids(user, TREASURER))

    def visible_to(self, user):
        bills = self.model._meta.get_field("bill").related_model.objects
        return self.filter(bill__in=bills.visible_to(user))


class NoticeQuerySet(models.QuerySet):
    def for_treasurer(self, user):
        """Of their offices; one whose bill nobody knows belongs to every treasurer."""
        offices = agency_ids(user, TREASURER)
        return self.filter(Q(office_id__in=offices) | Q(office__isnull=True)) if offices else self.none()

    def to_settle(self):
        return self.filter(settled_at__isnull=True).exclude(result="paid")


class HandOverQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(application__in=applications_of(self.model).visible_to(user))
