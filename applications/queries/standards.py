"""How services and their standards are found."""

from zoneinfo import ZoneInfo

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from agencies.queries import today
from ptsp_portal.lib.moment import now

# Who writes, reviews or publishes an office's standards, and so sees its drafts.
WRITING_ROLES = ("office_admin", "head", "endorser", "verifier")
ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
WEST = ZONES[0]  # the day of the national templates


def _by_local_day(moment, office: str, rule) -> Q:
    """`rule(day)` with the local day of each zone's offices; `office` is the path to them, and no office counts as western."""
    found = Q()
    for zone in ZONES:
        there = Q(**{f"{office}__region__zone": zone})
        there |= Q(**{f"{office}__isnull": True}) if zone == WEST else Q()
        found |= there & rule(moment.astimezone(ZoneInfo(zone)).date())
    return found


def _covers(day) -> Q:
    return Q(effective_from__lte=day) & (Q(effective_until__isnull=True) | Q(effective_until__gte=day))


def _standards():
    return apps.get_model("applications", "ServiceStandard").objects


class OfferQuerySet(models.QuerySet):
    def locked(self, office_pk, code):
        return (
            self.select_for_update(no_key=True, of=("self",))
            .select_related("office__region", "permit_type")
            .get(office=office_pk, permit_type__code=code)
        )

    def public(self):
        """What the catalogue shows. An office's own service only while its published standard is in force: nothing else stands
        behind it."""
        own = _standards().in_force_at(now()).filter(permit_type=OuterRef("permit_type"), office=OuterRef("office"))
        return self.filter(is_open=True, office__is_active=True).filter(
            Q(permit_type__owner__isnull=True) | Exists(own)
        )


class PermitTypeQuerySet(models.QuerySet):
    def usable_by(self, office):
        """The national kinds of the office's level, and the kinds that this office made itself."""
        return self.filter(Q(owner=office) | Q(owner__isnull=True, level=office.region.level))

    def begun(self):
        """The national kinds, and the own services of offices that were in force once: what a list of services may name."""
        first = _standards().settled().filter(permit_type=OuterRef("pk")).begun_at(now())
        return self.filter(Q(owner__isnull=True) | Exists(first))

    def known_to(self, office):
        """What an office's guide may lead to: every national kind, and its own."""
        return self.filter(Q(owner=office) | Q(owner__isnull=True))

    def nameable_by(self, office):
        """Its own, never published yet: nobody outside knows them by name."""
        return self.filter(owner=office).exclude(standards__status__in=("published", "superseded"))

    def of_office(self, office):
        """What the office offers, wrote a standard for, or made itself; each once."""
        mine = {"permit_type": OuterRef("pk"), "office": office}
        standards = self.model._meta.get_field("standards").related_model
        offers = self.model._meta.get_field("offers").related_model
        return self.filter(
            Q(Exists(offers.objects.filter(**mine))) | Q(Exists(standards.objects.filter(**mine))) | Q(owner=office)
        )

    def with_standing(self, office, day):
        """How each stands with the office on its local `day`, as yes and no: has_own, has_coming, has_open, has_template (of the
        nation, in force) and has_ended_law (of the version that holds)."""
        standards = self.model._meta.get_field("standards").related_model
        of_type = standards.objects.filter(permit_type=OuterRef("pk"))
        own, template = of_type.filter(office=office), of_type.filter(office=None).in_force(day)
        ended = own.in_force(day).with_ended_law(day).order_by("-effective_from", "-version").values("law_ended")[:1]
        ended_template = template.with_ended_law(day).order_by("-effective_from", "-version").values("law_ended")[:1]
        return self.annotate(
            has_own=Exists(own.in_force(day)),
            has_coming=Exists(own.filter(status="published", effective_from__gt=day).not_cut_short()),
            has_open=Exists(own.open()),
            has_template=Exists(template),
            has_ended_law=Coalesce(Subquery(ended), Subquery(ended_template), Value(False)),
        )


class StandardQuerySet(models.QuerySet):
    def locked(self, uuid):
        """The version's row, locked; the first line of every act on it. Raises DoesNotExist."""
        return (
            self.select_for_update(no_key=True, of=("self",))
            .select_related("permit_type__owner", "office__region", "based_on")
            .get(uuid=uuid)
        )

    def visible_to(self, user):
        """Versions, drafts too, of the offices where the user writes, reviews or publishes, be it as the head's deputy."""
        posts = user.memberships.current().filter(role__in=WRITING_ROLES)
        lent = user.delegations.filter(from_on__lte=today(), until_on__gte=today(), membership__role="head")
        offices = Q(office__in=posts.values("agency")) | Q(office__in=lent.values("membership__agency"))
        return self.filter(offices, office__is_active=True)

    def open(self):
        """Being written or reviewed."""
        return self.filter(status__in=("draft", "reviewed"))

    def settled(self):
        """Published once, whether in force, to come or over."""
        return self.filter(status__in=("published", "superseded"))

    def not_cut_short(self):
        """Without those that a later version replaced before they began."""
        return self.exclude(effective_until__lt=F("effective_from"))

    def with_ended_law(self, day):
        """`law_ended`: a legal basis of it is retired by that day."""
        path = Value("$.legal_basis.* ? (@.on <= $day)")
        asked = Func(F("retirements"), path, JSONObject(day=Value(day.isoformat())),
                     template="jsonb_path_exists(%(expressions)s)", output_field=models.BooleanField())  # fmt: skip
        return self.annotate(law_ended=asked)

    def perhaps_over(self, day):
        """Published, with a last day before `day`."""
        return self.filter(status="published", effective_until__lt=day)

    def in_force(self, day):
        """Published versions whose period covers `day` (local date of the office)."""
        return self.filter(_covers(day), status="published")

    def in_force_at(self, moment):
        """The same by the local day of each version's own office; the templates by western time."""
        return self.filter(_by_local_day(moment, "office", _covers), status="published")

    def begun_at(self, moment):
        """Versions whose first day has come at their office."""
        return self.filter(_by_local_day(moment, "office", lambda day: Q(effective_from__lte=day)))

    def shown_for(self, types, moment):
        """For pages that name no office: of each type the national template, of an own service its owner's standard."""
        shown = Q(office__isnull=True) | Q(office=models.F("permit_type__owner"))
        return self.in_force_at(moment).filter(shown, permit_type__in=types).order_by("effective_from", "version")

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
