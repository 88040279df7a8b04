"""/kerja/pengaduan/<uuid>/<act>/: one page for each act on a complaint, each with its form."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from audit.replay import once
from complaints import policies, sheets
from complaints.actions import answering, codes, desk, talking
from complaints.forms import desk as forms
from complaints.models import Complaint
from ptsp_portal.lib.audience import office
from ptsp_portal.lib.rules import NOT_ALLOWED, WRONG_STATE, NotAllowed, Refused, WrongState


@dataclass(frozen=True)
class Page:
    """One act as a page: the verb of the rules, the form, the action, and its words."""

    verb: str
    form: type
    act: Callable
    title: str
    label: str
    done: str
    look: str = "quiet"


PAGES = {
    "verifikasi": Page(
        "verify", forms.VerifyForm, desk.verify_complaint, _("Verifikasi pengaduan"), _("Simpan verifikasi"),
        _("Pengaduan terverifikasi."), "main",
    ),
    "disposisi": Page(
        "route", forms.RouteForm, desk.route_complaint, _("Disposisi"), _("Disposisikan"), _("Pengaduan didisposisikan."),
        "main",
    ),
    "tangani": Page(
        "take_up", forms.NoForm, answering.take_up_complaint, _("Mulai menangani"), _("Mulai menangani"),
        _("Pengaduan dalam proses."), "main",
    ),
    "jawab": Page(
        "answer", forms.AnswerForm, answering.answer_complaint, _("Jawab pengaduan"), _("Kirim jawaban resmi"),
        _("Jawaban terkirim kepada pelapor."), "main",
    ),
    "tanya": Page(
        "ask", forms.AskForm, talking.ask_reporter, _("Minta kelengkapan dari pelapor"), _("Kirim pertanyaan"),
        _("Pertanyaan terkirim; hari berhenti dihitung."),
    ),
    "pesan": Page(
        "write", forms.MessageForm, talking.write_to_reporter, _("Pesan kepada pelapor"), _("Kirim pesan"),
        _("Pesan terkirim."),
    ),
    "catatan": Page(
        "note", forms.NoteForm, talking.write_note, _("Catatan internal"), _("Simpan catatan"), _("Catatan tersimpan."),
    ),
    "kembalikan": Page(
        "hand_back", forms.HandBackForm, answering.hand_back_complaint, _("Bukan wewenang kami"),
        _("Kembalikan ke meja pengaduan"), _("Pengaduan kembali ke meja pengaduan, yang menentukan unit lain."),
    ),
    "temuan": Page(
        "find", forms.FindingForm, answering.record_finding, _("Hasil pemeriksaan"), _("Simpan hasil"),
        _("Hasil pemeriksaan tercatat."),
    ),
    "perbaikan": Page(
        "report_remedy", forms.RemedyForm, answering.report_remedy, _("Perbaikan selesai"), _("Laporkan selesai"),
        _("Perbaikan dilaporkan selesai."), "main",
    ),
    "pecah": Page(
        "split", forms.SplitForm, desk.split_complaint, _("Pecah menjadi dua"), _("Pecah pengaduan"),
        _("Pengaduan baru dibuat."),
    ),
    "gabung": Page(
        "merge", forms.MergeForm, desk.merge_complaint, _("Gabungkan dengan pengaduan lain"), _("Gabungkan"),
        _("Pengaduan digabung; pelapornya diberi tahu."),
    ),
    "teruskan": Page(
        "pass_on", forms.PassOnForm, desk.pass_on_complaint, _("Bukan wewenang kantor ini"), _("Teruskan dan selesaikan"),
        _("Pelapor sudah diberi tahu siapa yang berwenang."), "grave",
    ),
    "identitas": Page(
        "see_identity", forms.IdentityForm, talking.see_identity, _("Buka identitas pelapor"), _("Buka identitas"), "",
    ),
    "kode": Page(
        "renew_code", forms.NewCodeForm, codes.renew_code, _("Kode baru untuk pelapor"), _("Ganti kode dan cetak tanda terima"),
        "",
    ),
}  # fmt: skip
SLUGS = {page.verb: slug for slug, page in PAGES.items()}


@office
@once
def act(request, uuid, act):
    """GET shows the form, POST does it. Who reported is shown once, in the answer itself, and kept nowhere."""
    page = PAGES.get(act)
    if page is None:
        raise Http404
    rows = (
        Complaint.objects.visible_to(request.user).with_names().select_related("application", "place", "about_agency")
    )
    complaint = get_object_or_404(rows, uuid=uuid)
    _refuse_unless_allowed(request.user, complaint, page.verb)
    sent = request.method == "POST"
    form = page.form(
        request.POST if sent else None, request.FILES if sent else None, complaint=complaint, user=request.user
    )
    context = {"complaint": complaint, "page": page, "form": form}
    if sent and form.is_valid():
        try:
            result = page.act(uuid, by=request.user, **form.cleaned_data)
        except (NotAllowed, WrongState):
            raise
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            if page.verb == "see_identity":
                return _identity(request, context | {"reporter": result})
            if page.verb == "renew_code":
                sheets.keep(request, sheets.RECEIPT, sheets.ticket(result, counter=True, renewed=True))
                return redirect("complaints:receipt")
            messages.success(request, page.done)
            return redirect(_after(request.user, uuid))
    return render(request, "complaints/desk/act.html", context, status=400 if form.errors else 200)


def _identity(request, context):
    response = render(request, "complaints/desk/identity.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _after(user, uuid):
    """Back to the complaint, or to the queue when the act took it out of sight."""
    found = Complaint.objects.visible_to(user).filter(uuid=uuid).first()
    return found or "complaints:queue"


def _refuse_unless_allowed(user, complaint, verb) -> None:
    rule = policies.ACTS[verb]
    if not rule.rule(user, complaint):
        explain = getattr(rule.rule, "explain", None)
        raise NotAllowed((explain and explain(user, complaint)) or NOT_ALLOWED)
    if not rule.possible(complaint):
        raise WrongState(WRONG_STATE)
