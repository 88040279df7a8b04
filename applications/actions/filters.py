"""An officer's own filters of a queue: kept under a name, and taken away again. Nobody else sees or changes them."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from applications.desks import can_keep_filters
from applications.models import SavedFilter
from applications.saved_filters import query_of
from audit.log import PORTAL, record
from ptsp_portal.lib.rules import Refused, require

MOST = 12
LONGEST_NAME = 60
LONGEST_QUERY = 300
NAME_NEEDED = _("Beri saringan ini nama, paling panjang 60 huruf. Tidak ada yang disimpan.")
NOTHING_CHOSEN = _("Pilih dulu saringan, layanan atau kata pencarian; antrean tanpa pilihan tidak perlu disimpan.")
TOO_MANY = _("Satu meja paling banyak punya 12 saringan tersimpan. Hapus dulu salah satu; yang baru belum disimpan.")


@transaction.atomic
def save_filter(desk: str, *, by, name: str, query: str) -> SavedFilter:
    """Keep the query of one of one's own queues under a name; the same name again replaces it."""
    owner = get_user_model().objects.select_for_update(no_key=True).get(pk=by.pk)  # the lock of a person's filters
    require(can_keep_filters, by, desk)
    name = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    query = query_of(QueryDict(query))
    if not 0 < len(name) <= LONGEST_NAME:
        raise Refused(NAME_NEEDED)
    if not query or len(query) > LONGEST_QUERY:
        raise Refused(NOTHING_CHOSEN)
    others = SavedFilter.objects.filter(user=owner, desk=desk).exclude(name=name)
    if others.count() >= MOST:
        raise Refused(TOO_MANY)
    kept, _is_new = SavedFilter.objects.update_or_create(user=owner, desk=desk, name=name, defaults={"query": query})
    record("filter.saved", owner, by=by, office=PORTAL, desk=desk)
    return kept


@transaction.atomic
def remove_filter(desk: str, *, by, name: str) -> None:
    """Take away one's own filter; one that is gone already stays gone."""
    owner = get_user_model().objects.select_for_update(no_key=True).get(pk=by.pk)
    require(can_keep_filters, by, desk)
    gone, _rows = SavedFilter.objects.filter(user=owner, desk=desk, name=name).delete()
    if gone:
        record("filter.removed", owner, by=by, office=PORTAL, desk=desk)
