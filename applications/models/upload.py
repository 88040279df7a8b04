from django.db import models

from ptsp_portal.lib.uploads import Inspected


def kept_path(row, filename):
    """A generated name: nothing of the user's file name reaches the disk."""
    return f"berkas/{row.uuid.hex[:2]}/{row.uuid.hex}.{row.file_kind}"


class KeptUpload(models.Model):
    """Columns of a row that may carry one checked upload: a proof of payment, a signed receipt. Empty while there is none."""

    file = models.FileField(upload_to=kept_path, max_length=120, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    file_kind = models.CharField(max_length=10, blank=True)
    file_type = models.CharField(max_length=80, blank=True)
    file_size = models.PositiveIntegerField(default=0)
    file_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True

    def describe(self, inspected: Inspected, content: bytes, name: str) -> None:
        """Fill the columns beside the file from what the inspection said; the caller saves file and row."""
        self.file_name, self.file_kind, self.file_type = name, inspected.extension.lstrip("."), inspected.content_type
        self.file_size, self.file_sha256 = len(content), inspected.sha256
