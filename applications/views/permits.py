"""An issued permit: its page, its papers, and the acts on it. What is signed is read first, by a fresh password."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.fresh import fresh_sign_in
from agencies.office_policies import SIGNING
from agencies.policies import has_role
from agencies.scoping import own_or_lent_agency_ids
from applications import measures, policies
from applications.actions import corrections as correcting
from applications.actions import measures as measuring
from applications.actions.reading import note_letter_viewed
from applications.corrections import FIELD, as_corrected, items_of, told_changes
from applications.form_context import context_for
from applications.forms import CorrectionForm, MeasureForm, ProposalRefusalForm
from applications.models import Permit, PermitCorrection, PermitMeasure, PrintedDocument
from applications.permit_life import life_of
from applications.printing import document_title
from applications.queries import OFFICE_ROLES
from applications.schema.answers import load
from applications.schema.form import FormSpec, Section, section_form
from applications.views.documents import attachment
from applications.views.verification import STATUS_WORDS
from audit.replay import once
from ptsp_portal.lib.audience import office, signed_in
from ptsp_portal.lib.rules import NOT_ALLOWED, NotAllowed, Refused, WrongState

BUTTONS = {  # verb: (words on the button, url name, look)
    "propose_measure": (
        gettext_lazy("Usulkan teguran, pembekuan, atau pencabutan"),
        "applications:propose_measure",
        "quiet",
    ),
    "propose_correction": (gettext_lazy("Perbaiki salah ketik"), "applications:propose_correction", "quiet"),
}
WITH = (
    "office__region", "permit_type", "application__standard", "application__permit_type", "application__person",
    "application__business", "application__decision", "application__office__region",
)  # fmt: skip


@signed_in
@require_GET
def permit(request, uuid):
    """/izin/<uuid>/: for the office and the agencies that were asked; the holder is led to the page in the portfolio."""
    found = _visible(request, uuid)
    as_office = _is_of_office(request.user, found)
    own = Permit.objects.own(request.user).filter(pk=found.pk).exists()
    if own and not as_office:
        return redirect("applications:held_permit", uuid)
    verbs = policies.allowed(request.user, found)
    life = life_of(found, as_office=as_office, language=get_language() or "id")
    tag, word, meaning = STATUS_WORDS[life["status"]]
    measure, correction = policies.open_measure(found), policies.open_correction(found)
    context = life | {
        "permit": found,
        "application": found.application,
        "as_office": as_office,
        "tag": tag,
        "word": word,
        "meaning": meaning,
        "reading": as_corrected(found.application),
        "buttons": [_button(found, verb) for verb in verbs if verb in BUTTONS],
        "may_help": _may_help(request.user, found, own=own),
        "measure_to_sign": measure if "sign_measure" in verbs else None,
        "correction_to_sign": correction if "sign_correction" in verbs else None,
        "barred": [
            text
            for text in {
                policies.why_not_sign(request.user, found, each) for each in (measure, correction) if each is not None
            }
            if text
        ],
    }
    return render(request, "applications/permit/permit.html", context)


def _may_help(user, found, *, own) -> bool:
    """A counter may file about it for the person who holds it and stands there."""
    return not own and found.application.business_id is None and bool(policies.helping_agencies(user))


@signed_in
@require_GET
def permit_paper(request, uuid, document):
    """One version of the permit, or the letter of one measure."""
    found = _visible(request, uuid)
    papers = found.application.printed_documents.filter(
        kind__in=(PrintedDocument.Kind.PERMIT, PrintedDocument.Kind.MEASURE)
    )
    printed = get_object_or_404(papers, uuid=document)
    if printed.stored_at is None:
        messages.info(request, _("Dokumen sedang dibuat. Muat ulang halaman ini beberapa detik lagi."))
        return redirect("applications:permit", uuid)
    note_letter_viewed(found.application, printed.kind, by=request.user)
    number = printed.measure.number if printed.measure else found.number
    name = f"{document_title(printed)} {number.replace('/', '-')}.pdf"
    return attachment(printed.file, name, "application/pdf")


@office
@once
def propose_measure(request, uuid):
    """A verifier proposes a warning, a suspension, its end, or a revocation."""
    found = _at_office(request, uuid)
    _must_propose(request, found, "propose_measure", policies.open_measure, measuring.ONE_WAITS)
    kinds, barred = _kinds(found)
    form = MeasureForm(request.POST or None, kinds=kinds)
    if request.method == "POST" and form.is_valid():
        try:
            measuring.propose_measure(uuid, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(
                request, _("Usulan dicatat dan menunggu tanda tangan kepala. Pemegang izin belum diberi tahu.")
            )
            return redirect("applications:permit", uuid)
    context = {"permit": found, "form": form, "barred": barred}
    return render(request, "applications/permit/propose_measure.html", context, status=400 if form.errors else 200)


@office
@fresh_sign_in
@once
def sign_measure(request, uuid):
    """The head reads the proposal, then signs it or gives it back with a reason."""
    measure = get_object_or_404(PermitMeasure.objects.visible_to(request.user).select_related("proposed_by"), uuid=uuid)
    found = _at_office(request, measure.permit.uuid)
    return _sign(request, found, measure, "measure")


@office
@fresh_sign_in
@once
def sign_correction(request, uuid):
    """The head reads what is put right, then signs it or gives it back with a reason."""
    rows = PermitCorrection.objects.visible_to(request.user).select_related("proposed_by")
    correction = get_object_or_404(rows, uuid=uuid)
    found = _at_office(request, correction.permit.uuid)
    correction.permit = found
    correction.told = told_changes(correction, get_language() or "id")
    return _sign(request, found, correction, "correction")


@office
@once
def propose_correction(request, uuid):
    """First what is misspelt (`hal`, one or several), then how it should read and why."""
    found = _at_office(request, uuid)
    _must_propose(request, found, "propose_correction", policies.open_correction, correcting.ONE_WAITS)
    items = items_of(found.application)
    keys = request.GET.getlist("hal")
    chosen = [item for item in items if item.key in keys]
    if request.method != "POST" and not chosen:
        return render(request, "applications/permit/choose_correction.html", {"permit": found, "items": items})
    words, fields = _correction_forms(request, found, chosen)
    if request.method == "POST" and _both_valid(words, fields):
        try:
            correcting.propose_correction(
                uuid, by=request.user, values=_values(words, fields), reason=words.cleaned_data["reason"]
            )
        except Refused as refused:
            words.add_error(None, refused.message)
        else:
            messages.success(request, _("Usulan perbaikan dicatat dan menunggu tanda tangan kepala."))
            return redirect("applications:permit", uuid)
    failed = bool(words.errors or (fields and fields.errors))
    context = {"permit": found, "words": words, "fields": fields, "query": request.GET.urlencode()}
    return render(request, "applications/permit/propose_correction.html", context, status=400 if failed else 200)


def _sign(request, found, proposal, what):
    """`what`: "measure" or "correction"."""
    form = ProposalRefusalForm(request.POST if request.POST.get("act") == "refuse" else None)
    if request.method == "POST":
        if request.POST.get("act") == "sign":
            return _signed(request, found, proposal, what)
        if form.is_valid():
            refuse = measuring.refuse_measure if what == "measure" else correcting.refuse_correction
            refuse(proposal.uuid, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, _("Usulan dikembalikan. Pengusulnya diberi tahu."))
            return redirect("applications:permit", found.uuid)
    if not proposal.is_open:
        messages.info(request, _("Usulan ini sudah diputuskan. Inilah keadaan izinnya sekarang."))
        return redirect("applications:permit", found.uuid)
    rule = policies.can_sign_measure if what == "measure" else policies.can_sign_correction
    _must(request, found, f"sign_{what}", rule)
    context = {"permit": found, "proposal": proposal, "form": form, what: proposal}
    return render(request, f"applications/permit/sign_{what}.html", context, status=400 if form.errors else 200)


def _signed(request, found, proposal, what):
    if what == "measure":
        done = measuring.sign_measure(proposal.uuid, by=request.user)
        words = _("Ditetapkan dengan nomor %(number)s. Pemegang izin diberi tahu; suratnya sedang dibuat.")
        messages.success(request, words % {"number": done.number})
    else:
        done = correcting.sign_correction(proposal.uuid, by=request.user)
        words = _("Perbaikan ditetapkan. Izin versi %(version)d sedang dibuat; pemegangnya diberi tahu begitu siap.")
        messages.success(request, words % {"version": done.version})
    return redirect("applications:permit", found.uuid)


def _kinds(found) -> tuple[list, list]:
    """([(kind, words)] that can be proposed, [(words, why not)] of the others)."""
    possible, barred = [], []
    for kind, label in PermitMeasure.Kind.choices:
        ground = PermitMeasure.Ground.LAW if kind == PermitMeasure.Kind.REVOCATION else ""
        problem = measures.why_not(found, kind, ground)
        if kind == PermitMeasure.Kind.WARNING and not problem:
            label = f"{label} {measures.warnings_given(found) + 1}"
        (barred if problem else possible).append((label, problem) if problem else (kind, label[:1].upper() + label[1:]))
    if sanction := measures.why_not(found, PermitMeasure.Kind.REVOCATION, PermitMeasure.Ground.SANCTION):
        barred.append((_("pencabutan sebagai sanksi"), sanction))
    return possible, barred


def _correction_forms(request, found, chosen):
    """(texts and reason, the answers' own inputs or None)."""
    data = request.POST or None
    words = CorrectionForm(data, items=chosen)
    codes = [item.code for item in chosen if item.on == FIELD]
    if not codes:
        return words, None
    spec = FormSpec.from_json(found.application.standard.fields)
    section = Section("perbaikan", "", tuple(one for one in spec.fields if one.code in codes))
    made = section_form(section, context_for(found.office))
    return words, made(data, load(spec, as_corrected(found.application).answers))


def _both_valid(words, fields) -> bool:
    fine = words.is_valid()
    return (fields is None or fields.is_valid()) and fine


def _values(words, fields) -> dict:
    answers = {f"{FIELD}:{code}": value for code, value in (fields.cleaned_data if fields else {}).items()}
    return words.values | answers


def _visible(request, uuid) -> Permit:
    return get_object_or_404(Permit.objects.visible_to(request.user).select_related(*WITH), uuid=uuid)


def _at_office(request, uuid) -> Permit:
    """Proposals are made and signed at the issuing office alone."""
    mine = Permit.objects.visible_to(request.user).filter(
        office_id__in=own_or_lent_agency_ids(request.user, OFFICE_ROLES)
    )
    return get_object_or_404(mine.select_related(*WITH), uuid=uuid)


def _is_of_office(user, found) -> bool:
    is_lent = found.office_id in own_or_lent_agency_ids(user, SIGNING)
    return (is_lent or has_role(user, found.office, *OFFICE_ROLES)) and not policies.is_applicant(
        user, found.application
    )


def _button(found, verb) -> dict:
    label, name, kind = BUTTONS[verb]
    return {"label": label, "url": reverse(name, args=[found.uuid]), "kind": kind, "method": "get"}


def _must_propose(request, found, verb, open_proposal, one_waits) -> None:
    """One proposal at a time; whoever may propose is told that one waits."""
    if policies.can_propose_about_permit(request.user, found) and open_proposal(found) is not None:
        raise WrongState(one_waits)
    _must(request, found, verb, policies.can_propose_about_permit)


def _must(request, found, verb, rule) -> None:
    if verb not in policies.allowed(request.user, found):
        raise NotAllowed(rule.explain(request.user, found) or NOT_ALLOWED)
