"""What stands on a visit's assignment letter (surat tugas) and on its minutes (berita acara pemeriksaan, BAP).

Plain texts for the print templates, Indonesian for every reader. Photographs are listed with time and place, not printed:
forty pictures would be a hundred pages, and whoever may read the minutes opens them in the portal.
"""

from applications.checklist import items_of
from applications.letterhead import letterhead
from applications.letters.values import with_text
from ptsp_portal.lib.wording import date_words, moment_words

MARK = "Disahkan dalam sistem – bukan tanda tangan elektronik tersertifikasi"
ON_PAPER = "Hadir, menandatangani di kertas; halamannya difoto dan disimpan bersama BAP ini"


def assignment_doc(inspection) -> dict:
    """The letter that sends the team: who, where, when, why; owed once the applicant has consented."""
    application, region = inspection.application, inspection.application.office.region
    agreed_on = region.local_date(inspection.agreed_at)
    doc = {
        "title": "Surat Tugas",
        "number": inspection.letter_number,
        "office": letterhead(inspection.agency),
        "basis": [
            f"Permintaan pertimbangan teknis {application.office.name} tanggal "
            f"{date_words(region.local_date(inspection.recommendation.requested_at))} atas permohonan "
            f"{application.permit_type.name} nomor {application.registration_number};",
            f"Persetujuan pemohon atas jadwal peninjauan, tanggal {moment_words(inspection.agreed_at, region.zone)}.",
        ],
        "team": _team(inspection),
        "task": [
            ("Melaksanakan", f"Peninjauan lapangan atas permohonan {application.permit_type.name}"),
            ("Pemohon", application.holder_name),
            ("Hari, tanggal", moment_words(inspection.starts_at, region.zone)),
            ("Tempat", inspection.place),
            ("Yang diperiksa", inspection.purpose),
        ],
        "place": region.name,
        "issued_on_text": date_words(agreed_on),
        "signer": _sender(inspection),
    }
    return with_text("assignment", doc, application, about=inspection, office=inspection.agency, day=agreed_on)


def minutes_doc(inspection) -> dict:
    """The minutes as team and applicant signed them."""
    application, region = inspection.application, inspection.application.office.region
    return {
        "title": "Berita Acara Pemeriksaan Lapangan",
        "number": inspection.letter_number.replace("ST-", "BAP-", 1),
        "office": letterhead(inspection.agency),
        "opening": f"Pada {moment_words(inspection.starts_at, region.zone)} telah dilakukan peninjauan lapangan oleh tim "
        f"{inspection.agency.name} berdasarkan Surat Tugas nomor {inspection.letter_number}.",
        "about": [
            ("Permohonan", application.permit_type.name),
            ("Nomor registrasi", application.registration_number),
            ("Pemohon", application.holder_name),
            ("Tempat", inspection.place),
            ("Yang diperiksa", inspection.purpose),
        ],
        "team": _team(inspection),
        "checklist": [
            {"label": item.label, "result": str(item.result_words), "note": item.note} for item in items_of(inspection)
        ],
        "findings": inspection.findings,
        "result": inspection.get_result_display(),
        "photos": [_photo(photo, region) for photo in inspection.photos.kept()],
        "remark": inspection.applicant_remark,
        "signatures": _signatures(inspection, region),
        "mark": MARK,
    }


VISIT_DOCUMENTS = {"assignment": assignment_doc, "minutes": minutes_doc}


def _sender(inspection) -> dict:
    """Whoever proposed the visit sends the team: the head, else somebody of the agency on the head's behalf."""
    sender, agencies = inspection.proposed_by, (inspection.agency_id, inspection.recommendation.unit_id)
    posts = sender.memberships.current().filter(agency_id__in=agencies, role__in=("officer", "head"))
    post = posts.select_related("agency").order_by("role").first()  # "head" comes before "officer"
    title = (post.title or f"{post.get_role_display().capitalize()} {post.agency.name}") if post else "Petugas"
    is_head = post is not None and post.role == "head" and post.agency_id == inspection.agency_id
    return {
        "name": sender.full_name, "position": title, "on_behalf": "" if is_head else f"Kepala {inspection.agency.name}",
    }  # fmt: skip


def _team(inspection) -> list[dict]:
    return [
        {"name": member.user.full_name, "title": member.title, "role": "Ketua" if member.is_lead else "Anggota"}
        for member in inspection.team.select_related("user")
    ]


def _photo(photo, region) -> dict:
    place = f"{photo.latitude}, {photo.longitude}" if photo.latitude is not None else "–"
    return {"caption": photo.caption, "taken": moment_words(photo.taken_at, region.zone), "place": place}


def _signatures(inspection, region) -> list[dict]:
    found = [
        {
            "name": member.user.full_name,
            "role": "Ketua tim" if member.is_lead else "Anggota tim",
            "how": f"Menandatangani {moment_words(member.signed_at, region.zone)}",
        }
        for member in inspection.team.select_related("user")
    ]
    by, at = inspection.applicant_signed_by, moment_words(inspection.applicant_signed_at, region.zone)
    name = by.full_name if by else inspection.application.holder_name
    return [*found, {"name": name, "role": "Pemohon", "how": f"Menandatangani {at}" if by else f"{ON_PAPER} ({at})"}]
