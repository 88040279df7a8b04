"""What a filing of each kind ends in, in words: a permit, a copy of one, or its closure. A leaf: it knows no model.

A renewal and an amendment end in a new permit that takes the old one's place; a duplicate and a closure are the head's act on
the permit that stays the same (docs/adr/0013).
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ON_THE_SAME_PERMIT = ("duplicate", "closure")
REPLACING = ("renewal", "amendment")

Text = str | Promise


@dataclass(frozen=True)
class Outcome:
    document: str  # kind of the PDF that is owed
    document_name: Text
    verdict: Text
    concept: Text
    clauses: Text  # over the conditions
    sign_title: Text
    sign_words: Text
    sign_button: Text
    signed: Text
    staff: Text
    applicant: Text
    ended: Text
    last_step: Text
    next_words: Text


PERMIT = Outcome(
    document="permit",
    document_name=_("Izin"),
    verdict=_("Izin diterbitkan"),
    concept=_("Konsep izin"),
    clauses=_("Ketentuan dalam izin"),
    sign_title=_("Tetapkan izin"),
    sign_words=_("Izin mendapat nomor, dibuat sebagai PDF, lalu dikirim kepada pemohon."),
    sign_button=_("Tanda tangani izin"),
    signed=_("Izin ditetapkan dengan nomor %(number)s. Dokumennya sedang dibuat."),
    staff=_("Terbit"),
    applicant=_("Selesai – izin terbit"),
    ended=_("Selesai: izin terbit pada %(day)s."),
    last_step=_("Izin terbit"),
    next_words=_("Unduh dan simpan izin Anda. Siapa pun dapat memeriksa keasliannya dengan kode QR di dalamnya."),
)
COPY = Outcome(
    document="duplicate",
    document_name=_("Salinan izin"),
    verdict=_("Salinan izin diterbitkan"),
    concept=_("Konsep salinan izin"),
    clauses=_("Ketentuan pada salinan"),
    sign_title=_("Tetapkan salinan izin"),
    sign_words=_("Salinan bernomor sama dengan izinnya, dibuat sebagai PDF, lalu dikirim kepada pemohon."),
    sign_button=_("Tanda tangani salinan"),
    signed=_("Salinan izin %(number)s ditetapkan. Dokumennya sedang dibuat."),
    staff=_("Salinan terbit"),
    applicant=_("Selesai – salinan izin terbit"),
    ended=_("Selesai: salinan izin terbit pada %(day)s."),
    last_step=_("Salinan terbit"),
    next_words=_("Unduh dan simpan salinan izin Anda. Nomor, masa berlaku, dan kode periksanya sama dengan aslinya."),
)
CLOSURE = Outcome(
    document="closure",
    document_name=_("Surat penutupan izin"),
    verdict=_("Izin ditutup"),
    concept=_("Konsep surat penutupan"),
    clauses=_("Ketentuan pada penutupan"),
    sign_title=_("Tutup izin"),
    sign_words=_("Izin tidak berlaku lagi sejak ditandatangani; surat penutupannya dikirim kepada pemohon."),
    sign_button=_("Tanda tangani penutupan"),
    signed=_("Izin %(number)s ditutup. Surat penutupannya sedang dibuat."),
    staff=_("Izin ditutup"),
    applicant=_("Selesai – izin ditutup"),
    ended=_("Selesai: izin ditutup pada %(day)s."),
    last_step=_("Izin ditutup"),
    next_words=_("Unduh dan simpan surat penutupannya. Sejak hari itu izin Anda tidak berlaku lagi."),
)
BY_KIND = {"duplicate": COPY, "closure": CLOSURE}


def outcome_of(kind: str) -> Outcome:
    return BY_KIND.get(kind, PERMIT)
