"""/profil/data-saya/: everything the portal keeps about whoever asks, and who looked at it (UU PDP 27/2022, access)."""

from django.http import JsonResponse
from django.views.decorators.http import require_GET

from accounts.actions import note
from accounts.fresh import fresh_sign_in
from applications.models import Application
from applications.schema.answers import Table, display
from applications.schema.form import FormSpec
from audit.models import JournalEntry
from complaints.models import Complaint
from ptsp_portal.lib.audience import signed_in

LOOKS = ("document.viewed", "identity.viewed", "tracking.secret_shown")
PERSON = ("name", "nik", "birth_place", "birth_on", "sex", "address", "region_id", "phone", "npwp")
APPOINTMENT = ("office__name", "starts_at", "letter", "booked_at", "cancelled_at", "arrived_at")
# Not of an anonymous one: nothing leads from the account to it.
COMPLAINT = ("number", "category__name", "text", "state", "received_at", "answered_at", "rating")
MESSAGE = ("created_at", "channel", "subject", "text", "state")


@signed_in
@require_GET
@fresh_sign_in
def own_data(request):
    """One JSON file, as an attachment. Taking it is written down like every other look."""
    user, person = request.user, getattr(request.user, "person", None)
    rows = Application.objects.own(user).with_names().select_related("standard", "business").order_by("id")
    files = list(rows.prefetch_related("documents"))
    note("export.made", user)
    data = {
        "akun": {"surel": user.email, "nama": user.full_name, "bahasa": user.language, "sejak": user.date_joined},
        "orang": {name: getattr(person, name) for name in PERSON} if person else None,
        "usaha": [_right(right) for right in person.representations.select_related("business")] if person else [],
        "permohonan": [_file(file) for file in files],
        "pengaduan": list(Complaint.objects.reported_by(user).order_by("id").values(*COMPLAINT)),
        "janji_temu": list(user.appointments.order_by("id").values(*APPOINTMENT)),
        "pesan": list(user.received_messages.order_by("id").values(*MESSAGE)),
        "yang_melihat": _looks(files),
    }
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = 'attachment; filename="data-saya.json"'
    response["Cache-Control"] = "no-store"
    return response


def _right(right) -> dict:
    """A claim that nobody accepted shows nothing of the business."""
    active = right.status == right.Status.ACTIVE
    named = {"nama": right.business.name, "nib": right.business.nib} if active else {}
    return {"keadaan": right.status, "sejak": right.from_on, "sampai": right.until_on, **named}


def _file(file) -> dict:
    answers = display(FormSpec.from_json(file.standard.fields), file.answers, "id", full=True, everything=True)
    return {
        "acuan": file.reference,
        "nomor": file.registration_number,
        "layanan": file.permit_type.name,
        "kantor": file.office.name,
        "usaha": file.business.name if file.business else None,
        "keadaan": file.state,
        "alasan": file.cause_words,
        "dikirim": file.submitted_at,
        "isian": {shown.label: _plain(shown.value) for shown in answers},
        "dokumen": [
            {
                "persyaratan": paper.requirement_code,
                "nama": paper.original_name,
                "diunggah": paper.uploaded_at,
                "sha256": paper.sha256,
            }
            for paper in file.documents.all()
            if paper.recommendation_id is None
        ],
    }


def _plain(value):
    if isinstance(value, Table):
        return [dict(zip(value.headers, row, strict=True)) for row in value.rows]
    return value


def _looks(files) -> list[dict]:
    """Who opened the papers of these files: the post, not the person's name."""
    numbers = {file.uuid: file.registration_number or file.reference for file in files}
    entries = JournalEntry.objects.about(*files).filter(verb__in=LOOKS)
    return [
        {
            "permohonan": numbers[entry.subject],
            "apa": entry.verb,
            "dokumen": entry.facts.get("requirement"),
            "kantor": entry.chain,
            "sebagai": entry.role,
            "kapan": entry.at,
        }
        for entry in entries
    ]
