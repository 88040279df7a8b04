"""How services and their standards are found."""

from django.db import models
from django.db.models import Q

# Who writes, reviews or publishes an office's standards, and so sees its drafts.
WRITING_ROLES = ("office_admin", "head", "endorser", "verifier")


class OfferQuerySet(models.QuerySet):
    def public(self):
        """What the catalogue shows."""
        return self.filter(is_open=True, office__is_active=True)


class PermitTypeQuerySet(models.QuerySet):
    def usable_by(self, office):
        """The national kinds of the office's level, and the kinds that this office made itself."""
        return self.filter(Q(owner=office) | Q(owner__isnull=True, level=office.region.level))

    def known_to(self, office):
        """What an office's guide may lead to: every national kind, and its own."""
        return self.filter(Q(owner=office) | Q(owner__isnull=True))


class StandardQuerySet(models.QuerySet):
    def locked(self, uuid):
        """The version's row, locked; the first line of every act on it. Raises DoesNotExist."""
        return (
            self.select_for_update(no_key=True, of=("self",))
            .select_related("permit_type__owner", "office__region", "based_on")
            .get(uuid=uuid)
        )

    def visible_to(self, user):
        """Versions of the offices where the user writes, reviews or publishes: drafts too."""
        posts = user.memberships.current().filter(role__in=WRITING_ROLES)
        return self.filter(office__in=posts.values("agency"), office__is_active=True)

    def open(self):
        """Being written or reviewed."""
        return self.filter(status__in=("draft", "reviewed"))

    def settled(self):
        """Published once, whether in force, to come or over."""
        return self.filter(status__in=("published", "superseded"))

    def in_force(self, day):
        """Published versions whose period covers `day` (local date of the office)."""
        return self.filter(
            Q(effective_until__isnull=True) | Q(effective_until__gte=day), status="published", effective_from__lte=day
        )

    def of_offices(self, offices):
        """Their own and everybody's."""
        return self.filter(Q(office__in=offices) | Q(office__isnull=True))

    def for_office(self, office, permit_type, day):
        """The office's own published standard, else the national template's; None when there is neither."""
        candidates = self.in_force(day).filter(Q(office=office) | Q(office__isnull=True), permit_type=permit_type)
        return candidates.order_by(models.F("office").asc(nulls_last=True), "-effective_from", "-version").first()


class StandardPartQuerySet(models.QuerySet):
    """Rows that belong to one version: trial filings, dry runs."""

    def locked(self, uuid):
        return (
            self.select_for_update(no_key=True, of=("self",)).select_related("standard__office__region").get(uuid=uuid)
        )

    def visible_to(self, user):
        return self.filter(standard__in=self.model._meta.get_field("standard").related_model.objects.visible_to(user))


class GuideQuerySet(models.QuerySet):
    def public(self):
        """Shown to everybody; of an office that is closed no longer."""
        return self.filter(Q(office__isnull=True) | Q(office__is_active=True), is_published=True)

    def national(self):
        return self.filter(office__isnull=True)

    def serving(self, codes):
        """Everybody's, and those of the offices of these regions (codes)."""
        return self.filter(Q(office__isnull=True) | Q(office__region__in=codes))

    def locked(self, uuid):
        return self.select_for_update(no_key=True, of=("self",)).select_related("office__region").get(uuid=uuid)

    def visible_to(self, user):
        """Of the offices where the user writes standards, published or not."""
        posts = user.memberships.current().filter(role__in=WRITING_ROLES)
        return self.filter(office__in=posts.values("agency"), office__is_active=True)


class BundleQuerySet(models.QuerySet):
    def locked(self, uuid):
        return self.select_for_update(no_key=True, of=("self",)).select_related("person", "business").get(uuid=uuid)

    def visible_to(self, user):
        """Whoever began it."""
        return self.filter(started_by=user) if user.is_authenticated else self.none()
