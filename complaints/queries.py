"""How complaints are found: QuerySet words that chain. Seeing is `visible_to` and nothing else."""

from django.db import models


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
