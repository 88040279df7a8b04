"""/standar/<uuid>/tahap/…: which agencies a draft asks, when and on which terms."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from applications.forms.standard_fields import RemoveForm
from applications.forms.standard_stages import AddAgencyForm, AgencyTermsForm, MoveStageForm, StageRulesForm
from applications.standards import agencies, parts, uses
from applications.standards.stage_days import day_sum
from applications.standards.terms import section_path
from applications.views.draft_pages import arranged, page, saved, section_page, version_of
from applications.views.standard_fields import remove_page
from audit.replay import once
from ptsp_portal.lib.audience import office


def stage_list(request, standard):
    """The stages with their agencies, and the sum of their days against the service's time limit."""
    names = agencies.names_of(standard)
    stages = [
        {
            "number": number,
            "agencies": [_agency_row(standard, code, names[code]) for code in stage],
            "is_last": number == len(standard.stages),
        }
        for number, stage in enumerate(standard.stages, start=1)
    ]
    more = {"stages": stages, "sum": day_sum(standard), "items": [item["label"] for item in standard.checklist]}
    return section_page(request, standard, "stages", "stages.html", **more)


def _agency_row(standard, code, name) -> dict:
    notes = [_("%(days)d hari kerja") % {"days": standard.days_of([code])}]
    notes.append(_("saran") if code in standard.advisory else _("wajib"))
    if standard.inspects([code]):
        notes.append(_("boleh meninjau lapangan"))
    if standard.silence_counts([code]):
        notes.append(_("diam berarti tidak keberatan"))
    if code in standard.agency_head_approves:
        notes.append(_("disetujui kepala dinas"))
    if code in standard.relies_on:
        notes.append(_("bersandar pada %(count)d hal") % {"count": len(standard.relies_on[code])})
    return {"code": code, "name": name, "notes": ", ".join(notes), "fault": agencies.origin_fault(standard, code)}


def _known_or_404(standard, code) -> None:
    if not parts.stage_of(standard.stages, code):
        raise Http404


@office
@once
def add_agency(request, uuid):
    """Another agency, in a stage that there is or in a new one; its terms on the next page."""
    standard = version_of(request, uuid)
    form = AddAgencyForm(
        request.POST if request.method == "POST" else None, standard=standard,
        choices=agencies.own_agencies(standard.office), elsewhere=agencies.agencies_elsewhere(standard.office),
        regions=agencies.region_fields(standard),
    )  # fmt: skip
    if form.is_valid() and saved(request, standard, form, **form.changes()):
        messages.success(request, _("Dinas ditambahkan. Periksa aturannya di bawah ini."))
        return redirect("applications:edit_agency", uuid, form.code)
    return page(request, standard, "stages", "add_agency.html", form=form)


@office
@once
def agency(request, uuid, code):
    """One agency's stage and terms."""
    standard = version_of(request, uuid)
    _known_or_404(standard, code)
    facts = [
        (_("Isian"), [(row["code"], row["label_id"]) for row in standard.fields if row.get("filled_by") != "office"])
    ]
    facts.append((_("Persyaratan"), [(row["code"], row["name"]) for row in standard.requirements]))
    facts = [(title, pairs) for title, pairs in facts if pairs]
    form = AgencyTermsForm(
        request.POST if request.method == "POST" else None, standard=standard, code=code, facts=facts
    )
    if form.is_valid() and saved(request, standard, form, **form.changes()):
        messages.success(request, _("Aturan dinas tersimpan."))
        return redirect(f"{section_path(standard, 'stages')}#dinas-{code}")
    return page(
        request, standard, "stages", "agency.html", form=form, code=code, name=agencies.names_of(standard)[code]
    )


@office
@once
def stage_rules(request, uuid):
    """What holds for all agencies: visits, silence, one extension, the checklist."""
    standard = version_of(request, uuid)
    form = StageRulesForm(request.POST if request.method == "POST" else None, standard=standard)
    if form.is_valid() and saved(request, standard, form, **form.changes()):
        messages.success(request, _("Aturan umum tersimpan."))
        return redirect(section_path(standard, "stages"))
    return page(request, standard, "stages", "stage_rules.html", form=form)


@office
@require_POST
@once
def arrange_stages(request, uuid):
    """A stage earlier or later."""
    standard = version_of(request, uuid)
    form = MoveStageForm(request.POST)
    if not form.is_valid():
        return redirect(section_path(standard, "stages"))
    return arranged(request, standard, "stages", "tahap", form, **form.changes(standard))


@office
@once
def remove_agency(request, uuid, code):
    """The service asks this agency no longer; its terms go with it."""
    standard = version_of(request, uuid)
    _known_or_404(standard, code)
    name = agencies.names_of(standard)[code]
    form = RemoveForm(request.POST if request.method == "POST" else None, standard=standard)
    if form.is_valid() and saved(request, standard, form, **uses.without_agency(standard, code)):
        messages.success(request, _("%(name)s tidak diminta lagi dalam draf ini.") % {"name": name})
        return redirect(section_path(standard, "stages"))
    return remove_page(request, standard, "stages", form, name, [])
