"""/standar/<uuid>/uji/: a draft tried as an applicant would meet it. Nothing is sent, numbered, counted or told."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from applications import policies
from applications.actions.trials import drop_trial, save_trial, start_trial
from applications.form_context import context_for
from applications.forms.trials import TrialForm
from applications.letters.placeholders import TITLES
from applications.models import Application, ServiceStandard, TrialFiling
from applications.schema.answers import display, load, store
from applications.schema.conditions import visible
from applications.schema.form import FormSpec, SchemaError, missing, save_draft, section_form, section_of, sections
from applications.standards.trial import gaps_of, outcome_of
from applications.views.draft_pages import head_of, status_of, version_of
from applications.views.samples import sample
from applications.views.sheet import answer_row
from applications.views.steps import section_task, task
from audit.replay import once
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.rules import Refused

NO_FORM_YET = gettext_lazy(
    "Isian draf ini belum dapat dibaca sebagai formulir. Perbaiki dulu bagian isiannya, lalu uji lagi."
)
OPEN = (ServiceStandard.Status.DRAFT, ServiceStandard.Status.REVIEWED)


def _trial(request, uuid, trial) -> TrialFiling:
    rows = TrialFiling.objects.visible_to(request.user).filter(standard__uuid=uuid)
    return get_object_or_404(rows.select_related("standard__permit_type", "standard__office__region"), uuid=trial)


def _spec(trial) -> FormSpec:
    """The form of the draft; a copy and a closure have none. Raises Refused while the draft's fields make no form."""
    try:
        return FormSpec.from_json(trial.standard.fields if trial.makes_a_permit else [])
    except SchemaError as error:
        raise Refused(NO_FORM_YET) from error


@office
@once
def trials(request, uuid):
    """Test filings of one version, and the start of another."""
    standard = version_of(request, uuid)
    form = TrialForm(request.POST or None, standard=standard)
    if request.method == "POST" and form.is_valid():
        trial = start_trial(uuid, by=request.user, **form.cleaned_data)
        return redirect("applications:trial", uuid, trial.uuid)
    rows = list(standard.trials.select_related("started_by").order_by("-id"))
    for row in rows:
        row.words = kind_words(row)
    context = {
        **head_of(standard),
        "form": form,
        "trials": rows,
        "may_start": standard.status in OPEN and policies.can_write_standard(request.user, standard),
        "latest_run": standard.dry_runs.order_by("-id").first(),
    }
    return render(request, "applications/standards/trials/trials.html", context, status=status_of(form))


@office
@require_GET
def trial(request, uuid, trial):
    """The task list, as the applicant meets it."""
    row = _trial(request, uuid, trial)
    spec = _spec(row)
    answers = load(spec, row.answers)
    lacking, counting = {gap.field.code for gap in missing(spec, answers)}, visible(spec, answers)
    context = _context(row, is_home=True) | {
        "tasks": [
            *(section_task(each, _link(row, each), lacking, answers, counting) for each in _asked(spec, answers)),
            _papers_task(row),
        ],
        "ready": not _gaps(row),
        "may_drop": policies.can_write_standard(request.user, row.standard),
    }
    return render(request, "applications/standards/trials/task_list.html", context)


@office
@once
def trial_section(request, uuid, trial, section):
    """One section with the draft's real fields; what was typed is kept whatever is wrong with it."""
    row = _trial(request, uuid, trial)
    spec = _spec(row)
    chosen = next((each for each in sections(spec) if each.key == section), None)
    if chosen is None:
        raise Http404
    if request.method == "POST":  # locked before the other answers are read, as a real filing does it
        row.answers = TrialFiling.objects.visible_to(request.user).locked(trial).answers
    answers = load(spec, row.answers)
    form = section_form(chosen, context_for(row.office))(request.POST or None, answers)
    if request.method == "POST":
        merged, problems = save_draft(form, answers)
        row.answers = store(spec, merged)  # they decide what is asked next
        save_trial(trial, by=request.user, answers=row.answers)
        if form.add_row:
            return redirect(f"{_link(row, chosen)}?baris=tambah#div_id_{form.add_row}")
        if all(problem.blank for problem in problems):
            return redirect(_next_page(row, spec, section))
    context = _context(row) | {
        "section": chosen,
        "form": form,
        "next_url": _next_page(row, spec, section),
        "understood": [
            (field.label, form.understood[field.code]) for field in chosen.fields if field.code in form.understood
        ],
        "conditions": form.conditions(),
    }
    return render(request, "applications/standards/trials/section.html", context, status=400 if form.is_bound else 200)


@office
@once
def trial_papers(request, uuid, trial):
    """The requirements as the applicant reads them, each with a tick in place of an upload."""
    row = _trial(request, uuid, trial)
    if request.method == "POST":
        save_trial(trial, by=request.user, papers=request.POST.getlist("papers"))
        return redirect("applications:trial_check", uuid, trial)
    papers = [
        {
            **each,
            "kinds": ", ".join(kind.upper() for kind in each.get("formats", [])),
            "has": each["code"] in row.papers,
        }
        for each in row.requirements
    ]
    return render(request, "applications/standards/trials/papers.html", _context(row) | {"papers": papers})


@office
@require_GET
def trial_check(request, uuid, trial):
    """Every answer, and exactly what the real submission would refuse."""
    row = _trial(request, uuid, trial)
    spec = _spec(row)
    shown = display(spec, row.answers, get_language() or "id")
    context = _context(row) | {
        "answers": [
            answer_row(each, _link_to_field(row, spec, each.code))
            for each in shown
            if spec.field(each.code).by_applicant
        ],
        "gaps": _gaps(row),
        "papers": [{**each, "has": each["code"] in row.papers} for each in row.requirements],
    }
    return render(request, "applications/standards/trials/check.html", context)


@office
@require_GET
def trial_result(request, uuid, trial):
    """What would come of it, were it sent and found complete today."""
    row = _trial(request, uuid, trial)
    _spec(row)
    context = _context(row) | {
        "gaps": _gaps(row),
        "outcome": outcome_of(row),
        "letters": [(name, TITLES[name]) for name in _letters(row)],
        "has_tariff": bool(row.standard.levy),
    }
    return render(request, "applications/standards/trials/result.html", context)


@office
@require_GET
def trial_letter(request, uuid, trial, letter):
    """One letter of the draft, filled with the trial's answers and marked as no real one."""
    row = _trial(request, uuid, trial)
    if letter not in _letters(row):
        raise Http404
    return sample(request, row.standard, letter, row.answers, f"uji-coba-{letter}.pdf")


@office
@require_POST
@once
def drop(request, uuid, trial):
    row = _trial(request, uuid, trial)
    drop_trial(row.uuid, by=request.user)
    messages.success(request, _("Permohonan uji dihapus."))
    return redirect("applications:trials", uuid)


def kind_words(trial) -> str:
    words = capfirst(Application.Kind(trial.kind).label)
    return f"{words} ({Application.Cause(trial.cause).label})" if trial.cause else words


def _context(trial, *, is_home=False) -> dict:
    """`is_home`: the task list; the other pages lead back to it."""
    of_the_version = [trial.standard.uuid]
    back = (reverse("applications:trials", args=of_the_version), _("Uji coba"))
    if not is_home:
        back = (reverse("applications:trial", args=[*of_the_version, trial.uuid]), _("Permohonan uji"))
    return head_of(trial.standard, back) | {"trial": trial, "kind": kind_words(trial)}


def _letters(trial) -> list[str]:
    """A copy and a closure are printed on the permit that there is; without a levy there is no bill."""
    made = ["permit"] if trial.makes_a_permit else []
    return [*made, "rejection", "receipt", *(["bill"] if trial.has_fee else [])]


def _gaps(trial) -> list[tuple[str, str]]:
    papers = reverse("applications:trial_papers", args=[trial.standard.uuid, trial.uuid])
    return gaps_of(trial, lambda section, field: _link(trial, section, field), papers)


def _link(trial, section, field="") -> str:
    link = reverse("applications:trial_section", args=[trial.standard.uuid, trial.uuid, section.key])
    return f"{link}#div_id_{field}" if field else link


def _link_to_field(trial, spec, code) -> str:
    return _link(trial, section_of(spec, code), code)


def _next_page(trial, spec, key) -> str:
    """The section after this one; the papers after the last."""
    keys = [each.key for each in _asked(spec, load(spec, trial.answers), key)]
    following = keys[keys.index(key) + 1 :]
    name, more = ("trial_section", following[:1]) if following else ("trial_papers", [])
    return reverse(f"applications:{name}", args=[trial.standard.uuid, trial.uuid, *more])


def _asked(spec, answers, key="") -> list:
    """The sections with something to answer, as the answers stand; `key`: and the one where somebody is."""
    return [each for each in sections(spec) if each.key == key or each.counts(answers)]


def _papers_task(trial) -> dict:
    wanted = [each["code"] for each in trial.requirements if each["mandatory"]]
    have = sum(code in trial.papers for code in wanted)
    note = _("%(have)d dari %(all)d dokumen wajib sudah ada") % {"have": have, "all": len(wanted)}
    if not wanted:
        note = _("Tidak ada dokumen wajib.")
    link = reverse("applications:trial_papers", args=[trial.standard.uuid, trial.uuid])
    return task(_("Dokumen"), link, have == len(wanted), note, started=bool(trial.papers))
