"""Steps of the life of a permit, as people go through the pages: warned, suspended, reinstated, corrected, revoked.

Each step is one sentence of a story; what a stranger reads under the QR is `verified`.
"""

from applications.models import Permit
from tests.journeys.story import visitor

REASON, BASIS, REPAIR = (
    "Papan nama izin tidak dipasang.",
    "Pasal 12 Perda 5/2023",
    "Pasang papan nama dengan nomor izin.",
)


def verified(permit):
    """A stranger on the verification page."""
    return visitor().open(f"/verifikasi/{permit.verification_code}/")


def at_permit(name, permit):
    return visitor(name).open(f"/izin/{permit.uuid}/")


def proposed(permit, kind, *, by="verifikator.batam", **more):
    """The verifier proposes a measure."""
    who = at_permit(by, permit).click("Usulkan teguran, pembekuan, atau pencabutan")
    who.choose("kind", kind).fill("reason", REASON).fill("legal_basis", BASIS)
    repair = {"to_repair": REPAIR} if kind in ("warning", "suspension") else {}
    for field, value in (repair | more).items():
        who.choose(field, value) if field == "ground" else who.fill(field, value)
    who.click("Usulkan kepada kepala")
    assert "menunggu tanda tangan kepala" in who, who
    return who


def signed(permit, *, by="kadis.batam"):
    """The head finds the proposal on their own page, reads it and signs."""
    who = visitor(by).open("/kerja/")
    assert "Usulan atas izin yang menunggu tanda tangan Anda" in who
    who.click(permit.number)
    assert BASIS in who or "salah ketik" in who
    who.press("act", "sign")
    assert "Ditetapkan dengan nomor" in who or "Perbaikan ditetapkan" in who, who
    return who


def measured(permit, kind, **more) -> Permit:
    proposed(permit, kind, **more)
    signed(permit)
    return Permit.objects.get(pk=permit.pk)


def corrected(permit, item, field, value) -> Permit:
    """A typing error is put right: chosen, written, signed."""
    who = at_permit("verifikator.batam", permit).click("Perbaiki salah ketik")
    who.tick(item).click("Lanjut")
    who.fill(field, value).fill("Apa yang salah ketik, dan dari mana diketahui?", "Menurut KTP pemegang.")
    who.click("Usulkan kepada kepala")
    signed(permit)
    return Permit.objects.get(pk=permit.pk)
