"""How rows of investment figures are found. Who may see a file: its office's admin and head; figures are for everybody."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from agencies.scoping import agency_ids

FINAL = "final"
DESK_ROLES = ("office_admin", "head")


class InvestmentFileQuerySet(models.QuerySet):
    def locked(self, uuid):
        """The file, locked; the first line of every action. Raises DoesNotExist."""
        rows = self.select_for_update(no_key=True, of=("self",))
        return rows.select_related("office__region", "created_by").get(uuid=uuid)

    def visible_to(self, user):
        """Files of the PTSP offices that the user keeps or heads; a file that is not kept yet is its uploader's alone."""
        mine = self.filter(office__in=agency_ids(user, DESK_ROLES), office__kind="ptsp")
        return mine.filter(Q(kept_at__isnull=False) | Q(created_by=user))

    def waiting(self):
        """Kept as provisional; the head has neither published nor returned it."""
        return self.filter(kept_at__isnull=False, published_at__isnull=True, returned_at__isnull=True)

    def handed_in(self):
        return self.filter(kept_at__isnull=False)

    def open_previews(self):
        return self.filter(kept_at__isnull=True, dropped_at__isnull=True)


class FigureQuerySet(models.QuerySet):
    """Targets and realisations alike: a row is never rewritten, a later one stands in its place."""

    def standing(self):
        """Not replaced and not withdrawn. Of one figure at most one final and one provisional row."""
        return self.filter(superseded_at__isnull=True)

    def shown(self):
        """What counts: the final row, and the provisional one only where there is no final one yet."""
        same = {name: OuterRef(name) for name in self.model.KEY}
        final = self.model._default_manager.standing().filter(status=FINAL, **same)
        return self.standing().filter(Q(status=FINAL) | ~Exists(final))

    def public(self):
        """Sums of regions, sectors and countries; there is no firm in any row."""
        return self.shown()

    def within(self, code: str):
        return self.filter(Q(region=code) | Q(region__code__startswith=f"{code}."))
