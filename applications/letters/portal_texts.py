"""The portal's own layouts written as texts: what "Mulai dari naskah portal" puts into the editor. Letters are Indonesian."""

from agencies.models import Agency
from applications.letters.placeholders import ASSIGNMENT, BILL, PERMIT, RECEIPT, REJECTION

_PERMIT_END = """## Data yang disahkan

{{ daftar_isian }}

## Dengan ketentuan

{{ daftar_ketentuan }}

## Masa berlaku dan dasar permohonan

{{ masa_berlaku }}
"""
_PERMIT = (
    """{{ menimbang }}
{{ mengingat }}

::: tengah
**MEMUTUSKAN**
:::

Memberikan {{ layanan.nama }} kepada:

{{ data_pemohon }}

"""
    + _PERMIT_END
)
_STATEMENT = (
    """{{ mengingat }}

Yang bertanda tangan di bawah ini, atas nama {{ kantor.nama }}, menerangkan bahwa:

{{ data_pemohon }}

"""
    + _PERMIT_END
    + """
Demikian surat ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.
"""
)
TEXTS = {
    PERMIT: _PERMIT,
    REJECTION: """Kepada Yth.
**{{ pemohon.nama }}**
{{ pemohon.alamat }}

Terima kasih atas permohonan Anda. Setelah kami periksa, dengan menyesal kami sampaikan bahwa permohonan berikut **ditolak**:

{{ data_permohonan }}

## Alasan penolakan

{{ alasan_penolakan }}

## Dasar hukum

{{ dasar_hukum }}

## Hak Anda untuk mengajukan keberatan

{{ hak_keberatan }}
""",
    RECEIPT: """{{ data_pemohon }}
{{ data_permohonan }}

{{ biaya }}

## Dokumen yang kami terima

{{ dokumen_diterima }}
""",
    ASSIGNMENT: """{{ dasar_tugas }}

::: tengah
**MENUGASKAN**
:::

{{ tim }}

## Untuk

{{ rincian_tugas }}
""",
    BILL: """{{ data_permohonan }}

## Perhitungan

{{ rincian_tarif }}

**Terbilang: {{ retribusi.terbilang }}**

## Cara membayar

{{ retribusi.cara_bayar }}
""",
}


def portal_text(standard, letter: str) -> str:
    """A licensing office decides; a kelurahan or desa states (permit_document.py, `_voice`)."""
    kind = standard.office.kind if standard.office else standard.permit_type.level
    return _STATEMENT if letter == PERMIT and kind == Agency.Kind.KELURAHAN else TEXTS[letter]
