"""/kantor/<office>/layanan/: the services of one office for whoever writes their standards."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agencies.models import Agency
from agencies.scoping import agencies_of
from applications import office_services, policies
from applications.actions import standards as acts
from applications.forms.standards import NewServiceForm, ServiceNamesForm
from applications.models import Offer, PermitType
from applications.queries import WRITING_ROLES
from applications.standards.days import today_of
from applications.views.draft_pages import tag_of
from audit.replay import once
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.rules import NotAllowed, Refused

OPENS = {"buka": True, "tutup": False}


@office
@require_safe
def standards_home(request):
    """/standar/: the offices whose standards this person writes; with one of them straight to its list."""
    offices = _offices(request)
    if not offices:
        raise Http404
    if len(offices) == 1:
        return redirect("applications:office_services", offices[0].slug)
    return render(request, "applications/standards/offices.html", {"offices": offices})


@office
@require_safe
def services(request, office_slug):
    """All services: what holds, what is to come, what is being written, what is missing."""
    agency = _agency(request, office_slug)
    found = office_services.overview(agency, request.GET)
    context = {"agency": agency, "found": found, "keeps": policies.can_open_service(request.user, agency)}
    return render(request, "applications/standards/services.html", context)


@office
@once
def new_service(request, office_slug):
    """A service that no national template knows."""
    agency = _agency(request, office_slug)
    form = NewServiceForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (
        standard := _tried(form, acts.start_service, agency.pk, by=request.user, **form.cleaned_data)
    ):
        messages.success(
            request, _("Layanan dibuat, dan draf standarnya dibuka. Masyarakat melihatnya setelah ditetapkan.")
        )
        return redirect("applications:standard", standard.uuid)
    context = {"agency": agency, "form": form, "sectors": office_services.known_sectors()}
    return render(request, "applications/standards/new_service.html", context)


@office
@once
def rename(request, office_slug, code):
    """Other names for a service of one's own that was never published."""
    agency = _agency(request, office_slug)
    made = get_object_or_404(PermitType.objects.nameable_by(agency), code=code)
    names = {"name": made.name, "name_en": made.name_en, "sector": made.sector}
    form = ServiceNamesForm(request.POST if request.method == "POST" else None, initial=names)
    if form.is_valid() and _tried(form, acts.rename_service, agency.pk, code, by=request.user, **form.cleaned_data):
        messages.success(request, _("Nama layanan tersimpan."))
        return redirect("applications:service_versions", agency.slug, code)
    context = {"agency": agency, "form": form, "made": made, "sectors": office_services.known_sectors()}
    return render(request, "applications/standards/new_service.html", context)


@office
@require_safe
def versions(request, office_slug, code):
    """One service of the office: its versions, newest first."""
    agency = _agency(request, office_slug)
    permit_type = _service(agency, code)
    day = today_of(agency)
    [row] = office_services.rows_of(agency, [permit_type], day)
    context = {
        "agency": agency,
        "permit_type": permit_type,
        "row": row,
        "versions": [(each, tag_of(each, day)) for each in office_services.versions_of(agency, permit_type)],
        "may_rename": PermitType.objects.nameable_by(agency).filter(pk=permit_type.pk).exists(),
        "may_open": row.offer and policies.can_open_service(request.user, agency),
    }
    return render(request, "applications/standards/versions.html", context)


@office
@require_POST
@once
def start(request, office_slug, code):
    """The draft of the next version, or the open one."""
    agency = _agency(request, office_slug)
    standard = acts.start_standard(agency.pk, _service(agency, code, known=False).code, by=request.user)
    return redirect("applications:standard", standard.uuid)


@office
@require_POST
@once
def set_open(request, office_slug, code):
    """POST `act`: buka or tutup."""
    agency = _agency(request, office_slug)
    offer = get_object_or_404(Offer, office=agency, permit_type__code=code)
    act = request.POST.get("act", "")
    if act not in OPENS:
        raise Http404
    acts.set_offer_open(agency.pk, code, OPENS[act], by=request.user)
    done = (
        _("Layanan dibuka lagi untuk permohonan baru.") if OPENS[act] else _("Layanan ditutup untuk permohonan baru.")
    )
    messages.success(request, done)
    return redirect("applications:service_versions", agency.slug, offer.permit_type.code)


def _offices(request) -> list[Agency]:
    """Where this person writes standards today."""
    writing = agencies_of(request.user, WRITING_ROLES)
    return [each for each in writing if policies.can_write_standards(request.user, each)]


def _agency(request, slug) -> Agency:
    found = [each for each in _offices(request) if each.slug == slug]
    if not found:
        raise Http404
    return found[0]


def _service(agency, code, known=True) -> PermitType:
    """Of the office's list; `known=False`: also one of the library that it does not offer yet."""
    types = PermitType.objects.of_office(agency) if known else PermitType.objects.usable_by(agency)
    return get_object_or_404(types, code=code)


def _tried(form, act, *args, **kwargs):
    """What the act gave; a refusal that the typed values caused stands above the form."""
    try:
        return act(*args, **kwargs)
    except NotAllowed:
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        return None
