"""Steps of the life of a permit, as people go through the pages: warned, suspended, reinstated, corrected, revoked.

Each step is one sentence of a story; what a stranger reads under the QR is `verified`.
"""

from applications.actions.issuance import store_printed_document
from applications.models import Application, Permit
from applications.printing import pdf_of
from tests.applications.living import LURAH, OFFICER
from tests.journeys.story import visitor

REASON, BASIS, REPAIR = (
    "Papan nama izin tidak dipasang.",
    "Pasal 12 Perda 5/2023",
    "Pasang papan nama dengan nomor izin.",
)


def verified(permit):
    """A stranger on the verification page; who holds it stands there nowhere."""
    page = visitor().open(f"/verifikasi/{permit.verification_code}/")
    assert permit.holder_name not in page and "NIK" not in page
    return page


def decided(kind, button) -> Application:
    """The officer checks and drafts what was sent, the lurah signs with that button."""
    file = Application.objects.get(kind=kind, state="submitted")
    officer = visitor(OFFICER).click(f"Periksa {file.reference}")
    if "Tandai yang lain sesuai" in officer:
        officer.click("Tandai yang lain sesuai")
    officer.click("Daftarkan").click("Periksa berkas").click("Verifikasi dan susun keputusan")
    officer.click("Susun keputusan").click("Simpan dan teruskan untuk ditandatangani")
    file.refresh_from_db()
    visitor(LURAH).click(f"Baca dan tanda tangani {file.registration_number}").click(button)
    file.refresh_from_db()
    return file


def printed(documents) -> None:
    """The one paper that is owed there is made."""
    owed = documents.get(stored_at=None)
    store_printed_document(owed.pk, pdf_of(owed))


def at_permit(name, permit):
    return visitor(name).open(f"/izin/{permit.uuid}/")


def proposed(permit, kind, *, by=OFFICER, **more):
    """The verifier proposes a measure."""
    who = at_permit(by, permit).click("Usulkan teguran, pembekuan, atau pencabutan")
    who.choose("kind", kind).fill("reason", REASON).fill("legal_basis", BASIS)
    repair = {"to_repair": REPAIR} if kind in ("warning", "suspension") else {}
    for field, value in (repair | more).items():
        who.choose(field, value) if field == "ground" else who.fill(field, value)
    who.click("Usulkan kepada kepala")
    assert "menunggu tanda tangan kepala" in who, who
    return who


def signed(permit, *, by=LURAH):
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
    who = at_permit(OFFICER, permit).click("Perbaiki salah ketik")
    who.tick(item).click("Lanjut")
    who.fill(field, value).fill("Apa yang salah ketik, dan dari mana diketahui?", "Menurut KTP pemegang.")
    who.click("Usulkan kepada kepala")
    signed(permit)
    return Permit.objects.get(pk=permit.pk)
