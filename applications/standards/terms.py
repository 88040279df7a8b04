"""The columns that make a service standard, what people call them, and the section of the editor that each belongs to."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.models.service_standard import TERMS


class Section(NamedTuple):
    key: str
    slug: str  # in the address: /standar/<uuid>/<slug>/
    title: str
    terms: tuple[str, ...]


SECTIONS = (
    Section("general", "umum", _("Waktu, masa berlaku, dan jenis permohonan"),
            ("kinds", "time_limit_days", "validity_months", "lapse_after_days", "pauses_allowed", "deemed_approval")),
    Section("components", "komponen", _("14 komponen standar pelayanan"), ("components",)),
    Section("fields", "isian", _("Isian formulir"), ("fields",)),
    Section("requirements", "persyaratan", _("Persyaratan dokumen"), ("requirements", "retirements")),
    Section("stages", "tahap", _("Rekomendasi dinas"),
            ("stages", "agency_from", "advisory", "agency_terms", "has_inspection", "deemed_recommendation", "extension_days",
             "agency_head_approves", "relies_on", "checklist")),
    Section("levy", "biaya", _("Biaya dan tarif"), ("has_fee", "levy")),
    Section("signing", "pejabat", _("Nomor izin, pemaraf, dan penanda tangan"),
            ("endorsing_roles", "signing_role", "classification", "number_pattern")),
    Section("law", "hukum", _("Dasar hukum"), ("legal_basis", "retirements")),
    Section("letters", "surat", _("Naskah surat"), ("letters",)),
)  # fmt: skip
SECTION = {section.key: section for section in SECTIONS}


def section_path(standard, key: str) -> str:
    """Where one section of a version is read and edited."""
    return f"{reverse('applications:standard', args=[standard.uuid])}{SECTION[key].slug}/"


LABELS = {
    "kinds": _("Jenis permohonan"),
    "fields": _("Isian formulir"),
    "requirements": _("Persyaratan"),
    "stages": _("Tahap rekomendasi"),
    "agency_from": _("Dinas menurut isian"),
    "advisory": _("Dinas yang hanya memberi saran"),
    "agency_terms": _("Aturan per dinas"),
    "time_limit_days": _("Jangka waktu (hari kerja)"),
    "validity_months": _("Masa berlaku (bulan)"),
    "has_fee": _("Berbayar"),
    "levy": _("Tarif retribusi"),
    "lapse_after_days": _("Gugur bila tidak dijawab (hari kalender)"),
    "has_inspection": _("Ada peninjauan lapangan"),
    "legal_basis": _("Dasar hukum"),
    "retirements": _("Yang dicabut"),
    "endorsing_roles": _("Pemaraf berurutan"),
    "signing_role": _("Penanda tangan"),
    "number_pattern": _("Pola nomor"),
    "classification": _("Klasifikasi arsip"),
    "components": _("Komponen standar"),
    "pauses_allowed": _("Jeda tanpa persetujuan atasan"),
    "deemed_recommendation": _("Diam dinas berarti tidak keberatan"),
    "deemed_approval": _("Fiktif positif"),
    "extension_days": _("Perpanjangan dinas (hari kerja)"),
    "agency_head_approves": _("Kepala dinas menyetujui jawaban"),
    "relies_on": _("Dasar pendapat dinas"),
    "checklist": _("Daftar periksa lapangan"),
    "letters": _("Naskah surat"),
}

# The 14 components of UU 25/2009 art. 21 (handbook part 7) and where each stands. "": its text is in `components`; the name of a
# term: it is made from data, a text beside it may explain. The first six are published.
COMPONENTS = (
    ("requirements", _("Persyaratan"), "requirements"),
    ("procedure", _("Sistem, mekanisme, dan prosedur"), ""),
    ("time", _("Jangka waktu pelayanan"), "time_limit_days"),
    ("cost", _("Biaya/tarif"), "levy"),
    ("product", _("Produk pelayanan"), ""),
    ("complaints", _("Penanganan pengaduan, saran, dan masukan"), ""),
    ("legal_basis", _("Dasar hukum"), "legal_basis"),
    ("facilities", _("Sarana, prasarana, dan/atau fasilitas"), ""),
    ("competence", _("Kompetensi pelaksana"), ""),
    ("supervision", _("Pengawasan internal"), ""),
    ("staff", _("Jumlah pelaksana"), ""),
    ("guarantee", _("Jaminan pelayanan"), ""),
    ("safety", _("Jaminan keamanan dan keselamatan pelayanan"), ""),
    ("evaluation", _("Evaluasi kinerja pelaksana"), ""),
)
PUBLISHED_COMPONENTS = 6


def terms_of(standard) -> dict:
    """The content of a version, to be copied, compared or written to a file."""
    return {name: getattr(standard, name) for name in TERMS}
