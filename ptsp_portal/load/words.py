"""What people wrote in the invented files."""

from hashlib import sha256

from ptsp_portal.load.sheets import json_text

REPAIR = "Foto dokumen kurang jelas. Mohon unggah ulang yang terbaca."
REASONS = {
    "favourable": "",
    "conditional": "Lokasi sesuai, dengan catatan keselamatan.",
    "unfavourable": "Lokasi berada di ruang milik jalan sehingga tidak dapat disetujui.",
}
CONDITIONS = (
    "Menjaga jarak aman 2 meter dari badan jalan.",
    "Melapor bila konstruksi berubah.",
    "Menyediakan tempat sampah terpilah.",
)
LEGAL_BASIS = "Pasal 12 Peraturan Daerah tentang Penyelenggaraan Perizinan"
INCOMPLETE = "Data pendukung tidak memenuhi ketentuan."
SENT_BACK = "Mohon perbaiki dasar hukum pada konsep."


# The journal keeps of such words only the hash.
HASHES = {
    text: sha256(text.encode()).hexdigest() for text in (REPAIR, *REASONS.values(), INCOMPLETE, SENT_BACK) if text
}
FACTS = {
    verdict: '{"conditions":%d%s,"verdict":"%s"}'
    % (verdict == "conditional", f',"reason_sha256":"{HASHES[reason]}"' if reason else "", verdict)
    for verdict, reason in REASONS.items()
}
CONDITION_LISTS = tuple(json_text([text]) for text in CONDITIONS)
REASON_LISTS = {text: json_text([text]) for text in (REASONS["unfavourable"], INCOMPLETE)}
