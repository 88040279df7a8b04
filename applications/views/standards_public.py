"""What everybody may read, print and take along of an office's standards: its overview, SIPPN's table, poster, annex, pledge."""

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from agencies.models import Agency
from applications.catalogue import shelf
from applications.catalogue.office_shelf import SIPPN_COLUMNS, shelf_of, sippn_rows
from applications.models import PermitType, ServiceStandard
from applications.standard_documents import annex_pdf, pledge_pdf, poster_pdf
from applications.views.assisting_send import pdf_page
from ptsp_portal.lib.audience import public
from ptsp_portal.lib.csv_export import csv_response
from ptsp_portal.lib.limits import Limit, client_ip

# A whole office may share one connection and print all its posters at once: only a machine asks for more.
PER_ADDRESS = Limit("standard-papers", tries=60, window=timedelta(minutes=10))


@public
@require_safe
def public_services(request, office_slug):
    """/layanan/kantor/<office>/: all services of an office, each with its standard, and which of them has none of its own yet."""
    office, day = _office(office_slug)
    services = shelf_of(office, day)
    context = {"office": office, "shelf": services, "counter": shelf.counter_of(office)}
    return render(request, "applications/public/office_services.html", context)


@public
@require_safe
def sippn(request, office_slug):
    """/layanan/kantor/<office>/sippn.csv: the six components of every service, as sippn.menpan.go.id asks for them."""
    office, day = _office(office_slug)
    return csv_response(f"sippn-{office.slug}.csv", list(SIPPN_COLUMNS), sippn_rows(shelf_of(office, day), day))


@public
@require_safe
def poster(request, code, office_slug):
    """/layanan/<code>/<office>/standar.pdf: the six components in large letters, for the wall."""
    return _paper(request, code, office_slug, poster_pdf, "standar")


@public
@require_safe
def annex(request, code, office_slug):
    """/layanan/<code>/<office>/lampiran.pdf: all fourteen components, as the annex of the decree."""
    return _paper(request, code, office_slug, annex_pdf, "lampiran")


@public
@require_safe
def pledge(request, office_slug):
    """/layanan/kantor/<office>/maklumat.pdf: the office's service pledge."""
    office, day = _office(office_slug)
    services = shelf_of(office, day)
    return _printed(request, lambda: pledge_pdf(office, services, day), f"maklumat-{office.slug}.pdf")


def _paper(request, code, office_slug, make, name):
    permit_type = get_object_or_404(PermitType, code=code)
    office = get_object_or_404(shelf.offices_offering(permit_type), slug=office_slug)
    day = shelf.local_day(office.region.zone)
    standards = ServiceStandard.objects.select_related("permit_type", "published_by")
    standard = standards.for_office(office, permit_type, day)
    if standard is None:
        raise Http404
    return _printed(request, lambda: make(standard, office, day), f"{name}-{permit_type.code}-{office.slug}.pdf")


def _printed(request, make, name) -> HttpResponse:
    """A paper takes a second of work: no address may ask without end."""
    address = client_ip(request)
    if PER_ADDRESS.is_reached(address):
        return HttpResponse(
            "Terlalu banyak dokumen diminta dari sambungan ini. Tunggu 10 menit lalu coba lagi.\n",
            status=429,
            content_type="text/plain; charset=utf-8",
            headers={"Retry-After": "600"},
        )
    PER_ADDRESS.count(address)
    return pdf_page(make(), name)


def _office(slug: str):
    """(issuing office, its local day)."""
    offices = Agency.objects.filter(is_active=True, kind__in=Agency.ISSUING).with_online_flag()
    office = get_object_or_404(offices.select_related("region__parent"), slug=slug)
    return office, shelf.local_day(office.region.zone)
