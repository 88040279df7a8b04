"""What stands on a receipt, a permit, a refusal and a KONSEP: plain texts taken from immutable rows, for the print templates.

Letters are Indonesian whatever language the officer reads (product.md, rule 10).
"""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from agencies.models import Agency, Membership
from applications.corrections import as_corrected, told_changes
from applications.letterhead import letterhead
from applications.letters.values import with_text
from applications.levy import estimate
from applications.models import Application, Decision
from applications.objections import is_annulled
from applications.schema.answers import Table, display
from applications.schema.form import FormSpec
from audit.models import JournalEntry
from ptsp_portal.lib.identifiers import masked
from ptsp_portal.lib.moment import now
from ptsp_portal.lib.pdf import letter
from ptsp_portal.lib.qr import qr_data_uri
from ptsp_portal.lib.wording import date_words, day_words, grouped, moment_words, rupiah, working_days

# The catalogue's mark for a basis that the region's legal section has not looked at: shown to people, never printed on a letter.
UNCHECKED = "verifikasi"
DEEMED = (
    "bahwa batas waktu penyelesaian menurut standar pelayanan telah lewat tanpa ditetapkannya keputusan, sehingga permohonan "
    "dikabulkan karena hukum menurut Pasal 53 Undang-Undang Nomor 30 Tahun 2014 tentang Administrasi Pemerintahan "
    "sebagaimana telah diubah;"
)
COMPLAINT = "loket kantor ini, atau SP4N-LAPOR! (lapor.go.id, SMS 1708)"


def concept_pdf(application) -> bytes:
    """The draft as the endorsers and the head read it: marked KONSEP, without a number."""
    is_refusal = application.decision.verdict == Decision.Verdict.REJECT
    with translation.override("id"):
        if is_refusal:
            return letter("applications/print/rejection_concept.html", rejection_concept_doc(application))
        if not application.makes_a_permit:
            kind = application.outcome.document
            return letter(
                f"applications/print/{kind}_concept.html", ON_THE_SAME_PERMIT[kind](application, unsigned(application))
            )
        return letter("applications/print/concept.html", concept_doc(application))


@translation.override("id")
def receipt_doc(application) -> dict:
    """The tanda terima (handbook 2.6): number, promise, documents received, secret. The QR carries the number alone.

    Indonesian for every reader: it is also a page on the screen of somebody who reads English.
    """
    region = application.office.region
    promised = day_words(application.promised_on)
    counts = {}
    for document in application.documents.answering_requirements():
        counts[document.requirement_code] = counts.get(document.requirement_code, 0) + 1
    received = [
        {"label": requirement["name"], "count": f"{counts[requirement['code']]} berkas", "note": ""}
        for requirement in application.requirements
        if requirement["code"] in counts
    ]
    about = [("Layanan", application.permit_type.name), ("Jenis permohonan", application.get_kind_display())]
    received_text = moment_words(application.registered_at, region.zone)
    officer = application.registered_by.full_name
    doc = frame(application, "Tanda Terima Permohonan", application.registration_number) | {
        "number_qr": qr_data_uri(application.registration_number),
        "promise_text": f"paling lambat {promised}{_by_how_many_days(application)}",
        "received_text": received_text,
        "officer": officer,
        "about": about,
        "filing": [*about, ("Diterima lengkap", received_text), ("Petugas penerima", officer)],
        "holder": {"name": application.holder_name, "identity": [_identity(application, hidden=True)]},
        "requirement": received,
        "fee_text": _fee_text(application),
        "tracking": {
            "url": settings.SITE_URL + reverse("applications:track"),
            "secret": grouped(application.tracking_secret),
        },
        "complaint": COMPLAINT,
    }
    return with_text("receipt", doc, application)


def _by_how_many_days(application) -> str:
    """The days that the promised date was reckoned with; not said once the file was moved to a version with other days."""
    if JournalEntry.objects.about(application).filter(verb="application.moved_to_version").exists():
        return ""
    return f" ({working_days(application.standard.time_limit_days)})"


def _fee_text(application) -> str:
    """Empty: free of charge."""
    if not application.has_fee:
        return ""
    amount = estimate(application.standard, application.answers)
    return (
        f"perkiraan {rupiah(amount)}, ditetapkan dengan SKRD" if amount else "berbayar, ditetapkan kemudian dengan SKRD"
    )


def permit_doc(application, correction=None) -> dict:
    """The issued permit: as it was signed, or as it reads since a correction."""
    permit = application.permit
    if correction is not None:
        application = as_corrected(application, correction.version)
    code_url = settings.SITE_URL + reverse("applications:verify", args=[permit.verification_code])
    doc = _decision_body(application, permit.number, permit.issued_on) | {
        "valid_until_text": date_words(permit.valid_until)
        if permit.valid_until
        else "selama memenuhi ketentuan (tanpa batas waktu)",
        "issued_on_text": date_words(permit.issued_on),
        "signer": {"name": permit.signer_name, "position": permit.signer_position, "on_behalf": ""},
        "verification": {"code": grouped(permit.verification_code), "url": code_url, "qr": qr_data_uri(code_url)},
        "correction": _corrected(correction, application.office.region) if correction else [],
    }
    return with_text("permit", doc, application, full=True, day=permit.issued_on)


def _corrected(correction, region) -> list[str]:
    """Who put what right, on the document itself."""
    what = ", ".join(each["label"].lower() for each in told_changes(correction))
    signed_on = date_words(region.local_date(correction.signed_at))
    return [
        f"Versi {correction.version}: salah ketik diperbaiki pada {signed_on} ({what}), ditetapkan oleh "
        f"{correction.signer_name}, {correction.signer_position}.",
        "Nomor, tanggal, dan masa berlaku tidak berubah. Dokumen ini menggantikan versi sebelumnya.",
    ]


def concept_doc(application) -> dict:
    """The permit as drafted. No number, no code: these come with the head's act."""
    doc = _decision_body(application, "") | {
        "valid_until_text": validity_when_signed(application),
        "issued_on_text": "",
        "signer": unsigned(application),
        "verification": {},
    }
    return with_text("permit", doc, application, full=True)


def rejection_concept_doc(application) -> dict:
    """The refusal as drafted: the numbered letter without its number, day and signature."""
    decision = application.decision
    doc = _refusal_words(application, "", decision.reasons, decision.legal_basis) | {
        "issued_on_text": "",
        "signer": unsigned(application),
    }
    return with_text("rejection", doc, application)


def unsigned(application) -> dict:
    """The post that will sign, as its holder is called; of an office that has several of that post, the post's name."""
    office, role = application.office, application.standard.signing_role
    position = f"Kepala {office.name}"
    if role != Membership.Role.HEAD:
        titles = {each.title for each in Membership.objects.current().filter(agency=office, role=role) if each.title}
        position = titles.pop() if len(titles) == 1 else f"{Membership.Role(role).label.capitalize()} {office.name}"
    return {"name": "", "position": position, "on_behalf": ""}


@translation.override("id")
def concept_words(application) -> dict:
    """What the KONSEP says, for a page that shows many of them: as `concept_doc`, without the letterhead, secrets masked.

    The recommendations with their agencies are prefetched; no statement of its own, unless the standard has its own text.
    """
    given = [each for each in application.recommendations.all() if each.is_current and each.state == "given"]
    doc = _decision_words(application, given, full=False) | {"valid_until_text": validity_when_signed(application)}
    return with_text("permit", doc, application)


def validity_when_signed(application) -> str:
    """A renewal goes on from the old permit's last day while that lies ahead; all else but a first permit keeps it."""
    old, months = application.of_permit, application.standard.validity_months
    if old is not None and application.kind != Application.Kind.RENEWAL:
        return date_words(old.valid_until) if old.valid_until else "tanpa batas waktu"
    if not months:
        return "tanpa batas waktu"
    still_runs = old is not None and old.valid_until and old.valid_until >= old.today
    return f"{months} bulan sejak {date_words(old.valid_until) if still_runs else 'ditetapkan'}"


def rejection_doc(application) -> dict:
    """The numbered refusal with every reason, the law and the way to object (UU 30/2014 art. 75–78)."""
    rejection = application.rejection
    signed_on = application.office.region.local_date(rejection.signed_at)
    doc = _refusal_words(application, rejection.number, rejection.reasons, rejection.legal_basis) | {
        "issued_on_text": date_words(signed_on),
        "signer": {"name": rejection.signer_name, "position": rejection.signer_position, "on_behalf": ""},
    }
    return with_text("rejection", doc, application, day=signed_on)


def _refusal_words(application, number, reasons, legal_basis) -> dict:
    return frame(application, "Surat Penolakan Permohonan", number) | {
        "holder": {"name": application.holder_name, "identity": [("Alamat", application.holder_address)]},
        "about": [("Permohonan", application.permit_type.name), *_filing(application)],
        "legal_basis": [line for line in legal_basis.splitlines() if line.strip()],
        "reasons": reasons,
        "place": _place(application.office.region),
    }


def _decision_body(application, number, signed_on=None) -> dict:
    given = application.recommendations.current().filter(state="given").select_related("agency")
    return frame(application, application.permit_type.name, number) | _decision_words(
        application, given, full=True, signed_on=signed_on
    )


def laws_of(application, signed_on=None) -> list[str]:
    """The legal bases in force on the day of signing; of a KONSEP today's. Those that nobody has checked are not printed."""
    day = signed_on or application.office.region.local_date(now())
    return [law for law in application.standard.laws_on(day) if UNCHECKED not in law]


def _decision_words(application, given, *, full, signed_on=None) -> dict:
    """The clauses of a permit. `full`: with the holder's identity and other secrets as they are."""
    standard, decision = application.standard, application.decision
    spec = FormSpec.from_json(standard.fields)
    agencies = [each.agency.name for each in given]
    clauses = [DEEMED] if decision.verdict == Decision.Verdict.DEEMED else []
    if is_annulled(application):
        clauses.append(_after_objection(application))
    considering = [
        f"bahwa permohonan {application.permit_type.name} atas nama {application.holder_name} telah lengkap dan diverifikasi;",
        *clauses,
    ]
    if agencies:
        considering.append(f"bahwa telah diperoleh pertimbangan teknis dari {', '.join(agencies)};")
    return {
        "about": _replaced(application) + _filing(application) + _deemed(decision),
        # What an own text may not leave out.
        "clauses": clauses,
        "grounds": _replaced(application) + _deemed(decision),
        **_voice(application, considering),
        "legal_basis": laws_of(application, signed_on),
        "holder": {
            "name": application.holder_name,
            "identity": [_identity(application, hidden=not full), ("Alamat", application.holder_address)],
        },
        "answers": [_printed_answer(each) for each in display(spec, application.answers, "id", full=full)],
        "conditions": decision.conditions,
        "place": _place(application.office.region),
        "copies": agencies,
    }


def _replaced(application) -> list[tuple[str, str]]:
    """A renewal and an amendment say which permit they take the place of."""
    old = application.of_permit
    if not application.replaces_a_permit:
        return []
    return [("Menggantikan", f"izin nomor {old.number}, terbit {date_words(old.issued_on)}")]


def _after_objection(application) -> str:
    objection, rejection = application.objection, application.rejection
    filed_on = date_words(application.office.region.local_date(objection.filed_at))
    return (
        f"bahwa keberatan nomor {objection.number} tanggal {filed_on} dikabulkan dengan keputusan nomor "
        f"{objection.letter_number}, sehingga Surat Penolakan nomor {rejection.number} dibatalkan;"
    )


def _deemed(decision) -> list[tuple[str, str]]:
    """Said on the permit itself, whoever reads it; the evidence file has the rest."""
    is_deemed = decision.verdict == Decision.Verdict.DEEMED
    return [("Dasar penetapan", "dikabulkan karena hukum (fiktif positif)")] if is_deemed else []


def _voice(application, considering) -> dict:
    """A licensing office decides ("MEMUTUSKAN …"); a kelurahan or desa states ("menerangkan bahwa …")."""
    if application.office.kind != Agency.Kind.KELURAHAN:
        return {"considering": considering}
    return {
        "opening": f"Yang bertanda tangan di bawah ini, atas nama {application.office.name}, menerangkan bahwa:",
        "closing": "Demikian surat ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.",
    }


def _printed_answer(answer) -> dict:
    if isinstance(answer.value, Table):
        return {"label": answer.label, "columns": answer.value.headers, "rows": answer.value.rows}
    return {"label": answer.label, "text": answer.value}


def frame(application, title, number) -> dict:
    """Head of every letter of an office."""
    return {"title": title, "number": number, "office": letterhead(application.office)}


def _filing(application) -> list[tuple[str, str]]:
    region = application.office.region
    return [
        ("Nomor registrasi", application.registration_number),
        ("Diterima lengkap", day_words(region.local_date(application.registered_at))),
    ]


def _identity(application, hidden=False) -> tuple[str, str]:
    label = "NIB" if application.business_id else "NIK"
    number = application.holder_identity
    return label, masked(number) if hidden else number


def _place(region) -> str:
    return region.name


# A copy of a permit and its closure (docs/adr/0013).
def copy_doc(application, signer=None) -> dict:
    """The permit word for word, as it was issued or last corrected, marked SALINAN; who certified the copy and when."""
    permit = application.of_permit
    cause = application.get_cause_display()
    certified = [
        ("Salinan dari", f"izin nomor {permit.number}"),
        ("Atas permohonan", f"{application.registration_number}{f' (izin {cause})' if cause else ''}"),
        *_act_on_it(application, signer, "Disalin"),
    ]
    latest = permit.corrections.signed().order_by("-version").first()
    return permit_doc(permit.application, latest) | {"title": permit.permit_type.name, "copy": certified}


def closure_doc(application, signer=None) -> dict:
    """The letter that ends a permit at its holder's wish. It bears the number of the filing: no register of its own."""
    permit, region = application.of_permit, application.office.region
    signed_on = None if signer else region.local_date(application.fulfilment.signed_at)
    until = date_words(permit.valid_until) if permit.valid_until else "tanpa batas waktu"
    code_url = settings.SITE_URL + reverse("applications:verify", args=[permit.verification_code])
    return frame(application, "Surat Penutupan Izin", application.registration_number) | {
        "holder": {
            "name": application.holder_name,
            "identity": [_identity(application), ("Alamat", application.holder_address)],
        },
        "about": [
            ("Izin", permit.permit_type.name),
            ("Nomor izin", permit.number),
            ("Terbit", date_words(permit.issued_on)),
            ("Berlaku sampai dengan", until),
            *_filing(application),
            *_deemed(application.decision),
        ],
        "reason": application.cause_words,
        "conditions": application.decision.conditions,
        "legal_basis": laws_of(application, signed_on),
        "place": _place(region),
        "issued_on_text": date_words(signed_on) if signed_on else "",
        "signer": signer or _signer_of(application.fulfilment),
        "verification": {}
        if signer
        else {"code": grouped(permit.verification_code), "url": code_url, "qr": qr_data_uri(code_url)},
    }


def _act_on_it(application, signer, verb) -> list[tuple[str, str]]:
    """Who certified it and when; before the act only that nobody has."""
    if signer:
        return [(verb, "belum ditetapkan")]
    act = application.fulfilment
    on = date_words(application.office.region.local_date(act.signed_at))
    return [(verb, f"{on} oleh {act.signer_name}, {act.signer_position}")]


def _signer_of(act) -> dict:
    return {"name": act.signer_name, "position": act.signer_position, "on_behalf": ""}


ON_THE_SAME_PERMIT = {"duplicate": copy_doc, "closure": closure_doc}
