"""A standard as a file: taken out, looked at before it is taken in, taken in."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from agencies.models import Agency
from applications import policies
from applications.actions.standard_files import import_standard, note_standard_exported
from applications.forms.standard_files import StandardFileForm
from applications.models import ServiceStandard
from applications.schema.standard_file import StandardFileError, read_standard
from applications.standards import library
from applications.standards.compare import changes
from applications.standards.compare_words import in_sections, tell_all
from applications.standards.terms import terms_of
from applications.views.draft_pages import head_of, home_of, may_edit, revision_of, version_of
from audit.replay import once
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.rules import NotAllowed, Refused

PLACE = "applications/standards/library/{}.html"


@office
@once
def standard_file(request, uuid):
    """The file of one version to take out, and for a draft a file to take in (POST `act`: look, take)."""
    standard = version_of(request, uuid)
    editable = may_edit(request, standard)
    if request.method == "POST" and not editable:
        raise Http404
    look = Look(request, standard.office)
    if look.is_good and look.meta["code"] != standard.permit_type.code:
        words = _("Berkas ini untuk layanan %(file)s, bukan %(draft)s.")
        look.refuse(words % {"file": look.meta["code"], "draft": standard.permit_type.code})
    if look.is_good and request.POST.get("act") == "take" and (done := look.take(uuid)):
        messages.success(request, _("Draf ini sekarang berisi standar dari berkas. Periksa sebelum ditetapkan."))
        return redirect(home_of(done))
    context = {
        **head_of(standard),
        "may_edit": editable,
        "revision": standard.revision,
        "told": tell_all(changes(terms_of(standard), look.terms)) if look.is_good else [],
        **look.context,
    }
    return render(request, PLACE.format("file"), context)


@office
@require_GET
def standard_file_download(request, uuid):
    return _attached(request, version_of(request, uuid))


@office
@once
def import_service(request, office_slug):
    """A file for a service of which the office has no draft yet; also into an open one (POST `act`: look, take)."""
    agency = writing_office(request.user, office_slug)
    look = Look(request, agency)
    if look.is_good and request.POST.get("act") == "take" and (done := look.take()):
        messages.success(request, _("Draf dibuat dari berkas. Periksa sebelum ditetapkan."))
        return redirect(home_of(done))
    context = {"agency": agency, **look.context}
    if look.is_good:
        target = library.target_of(agency, look.meta["code"], agency.region.local_date(now()))
        context |= {"target": target, "revision": target.draft.revision if target.draft else ""}
        if target.before:
            context["told"] = tell_all(changes(terms_of(target.before), look.terms))
        else:
            context["sections"] = in_sections(look.terms)
    return render(request, PLACE.format("import"), context)


@office
@require_GET
def library_download(request, office_slug, code):
    """A national template as a file."""
    return _attached(request, template_for(writing_office(request.user, office_slug), code))


class Look:
    """A sent file, read: good (`meta`, `terms`), or faults with their places. What was sent is shown again."""

    def __init__(self, request, agency):
        self.request, self.agency = request, agency
        self.faults, self.lost, self.meta, self.terms, self.shown = [], [], None, None, ""
        sent = request.method == "POST"
        self.form = StandardFileForm(request.POST if sent else None, request.FILES if sent else None)
        if self.form.is_valid():
            self.shown = self.form.shown
            self._read()

    @property
    def is_good(self) -> bool:
        return self.terms is not None

    def _read(self):
        try:
            self.meta, terms = read_standard(self.form.content)
            self.terms, self.lost = library.with_own_forms(terms, self.agency)
        except StandardFileError as error:
            self.faults = error.faults
            # The text is shown to be put right; a file field can't be filled again.
            self.form = StandardFileForm(initial={"text": self.shown})

    def refuse(self, words):
        self.faults, self.terms = [("service.code", words)], None
        self.form = StandardFileForm(initial={"text": self.shown})

    def take(self, uuid=None):
        """The draft, or None with the refusal among the faults."""
        seen = revision_of(self.request)
        revision = None if seen < 0 else seen
        try:
            return import_standard(
                self.agency.pk, by=self.request.user, content=self.form.content, uuid=uuid, revision=revision
            )
        except NotAllowed:
            raise
        except Refused as refused:
            self.faults, self.terms = [("", str(refused))], None
            self.form = StandardFileForm(initial={"text": self.shown})
            return None

    @property
    def context(self) -> dict:
        gaps = [(f"{place}: {reason}" if place else reason, None) for place, reason in self.faults]
        return {
            "form": self.form,
            "gaps": gaps,
            "looked": self.is_good,
            "meta": self.meta,
            "shown": self.shown,
            "lost": self.lost,
        }


def writing_office(user, slug) -> Agency:
    agency = get_object_or_404(Agency.objects.select_related("region"), slug=slug)
    if not policies.can_write_standards(user, agency):
        raise Http404
    return agency


def template_for(agency, code) -> ServiceStandard:
    """The template in force of a kind of the office's level."""
    rows = library.templates(agency.region.local_date(now())).filter(permit_type__level=agency.region.level)
    found = rows.filter(permit_type__code=code).order_by("-version").first()
    if found is None:
        raise Http404
    return found


def _attached(request, standard) -> HttpResponse:
    note_standard_exported(standard, by=request.user)
    response = HttpResponse(library.file_of(standard), content_type="text/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{library.file_name(standard)}"'
    return response
