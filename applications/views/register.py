"""The registers of permits: /register/ for people of the issuing offices, /register-izin/ for everybody."""

from datetime import timedelta

from django.db.models import Q
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from agencies.scoping import agencies_of
from applications import permit_book as book
from applications.catalogue.shelf import local_day, office_named
from applications.forms import BookForm
from applications.models import PermitType
from applications.queries import OFFICE_ROLES
from applications.views.verification import STATUS_WORDS
from ptsp_portal.lib.audience import office, public
from ptsp_portal.lib.counting import MOST, bounded_counts
from ptsp_portal.lib.identifiers import initials
from ptsp_portal.lib.limits import Limit, client_ip

# Searching is counted, so that the page is no sieve; turning its pages is not.
PER_ADDRESS = Limit("register-address", tries=120, window=timedelta(minutes=10))
TOO_MANY = _("Terlalu banyak pencarian dari jaringan ini. Tunggu 10 menit lalu coba lagi.")
LONGEST_SEARCH = 100


@office
@require_GET
def register_book(request):
    """Number, holder, type, status and dates of every permit of one's offices."""
    places = agencies_of(request.user, OFFICE_ROLES)
    form = BookForm(request.GET)
    form.is_valid()
    typed = form.cleaned_data
    chips = book.chips_on(local_day(places[0].region.zone if places else "Asia/Jakarta"))
    chosen = request.GET.get("status", "")
    chip = chips.get(chosen) or chips["semua"]
    types = list(PermitType.objects.begun().filter(offers__office__in=places).distinct().order_by("name"))
    narrowed = _narrowed(typed, types)
    page = book.page_of(book.slices_of(request.user, chip, narrowed), chip, request.GET.get("after", ""))
    for permit in page.rows:
        _prepare(permit)
    counts = bounded_counts({key: book.slices_of(request.user, each, narrowed) for key, each in chips.items()})
    context = {
        "places": places,
        "form": form,
        "page": page,
        "types": types,
        "type": typed.get("jenis", ""),
        "status": chosen if chosen in chips else "",
        "is_filtered": any(typed.get(name) for name in ("cari", "jenis", "dari", "sampai"))
        or chip is not chips["semua"],
        "chips": [
            {
                "value": "" if key == "semua" else key,
                "label": each.label,
                "count": min(counts.get(key, 0), MOST),
                "is_more": counts.get(key, 0) > MOST,
                "current": each is chip,
            }
            for key, each in chips.items()
        ],
    }
    return render(request, "applications/register/book.html", context)


@public
@require_GET
def public_register(request):
    """Number, type, office, dates and status; a business in full, a person by initials. Found by number or a business's name."""
    words = request.GET.get("cari", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    place = office_named(request.GET.get("kantor", "").replace("\0", "")[:120])
    context = {"words": words, "place": place, "page": None}
    if words:
        address = client_ip(request)
        if PER_ADDRESS.is_reached(address):
            return render(request, "applications/register/public.html", context | {"problem": TOO_MANY}, status=429)
        PER_ADDRESS.count(address)
    narrowed = book.wanted(words, businesses_only=True) or Q()
    page = book.public_page(narrowed, place, request.GET.get("after", ""))
    for permit in page.rows:
        _prepare(permit)
        permit.holder_words = permit.shown_name if permit.of_business else initials(permit.shown_name)
    return render(request, "applications/register/public.html", context | {"page": page})


def _narrowed(typed, types) -> Q:
    """What the form narrows, as conditions of the permit's own columns; a type is asked by its key, which an index has."""
    found = book.wanted(typed.get("cari") or "") or Q()
    if typed.get("jenis"):
        found &= Q(permit_type_id=next((each.pk for each in types if each.code == typed["jenis"]), 0))
    if typed.get("dari"):
        found &= Q(issued_on__gte=typed["dari"])
    if typed.get("sampai"):
        found &= Q(issued_on__lte=typed["sampai"])
    return found


def _prepare(permit) -> None:
    """`tag` and `word` of its status today, at its office."""
    permit.tag, permit.word, _meaning = STATUS_WORDS[permit.live_status(local_day(permit.office.region.zone))]
