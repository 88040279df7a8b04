"""Who writes a letter: the head of the paper (kop surat) of any office or agency."""

from django.conf import settings

from agencies.models import Region


def letterhead(office) -> dict:
    """{government, name, address, phone} for print/_head.html; below a kecamatan the regency or city is the government."""
    government = office.region
    if government.level in (Region.Level.KECAMATAN, Region.Level.KELURAHAN):
        government = Region.objects.get(code=".".join(government.code.split(".")[:2]))
    contact = f"Telepon {office.phone} · " if office.phone else ""
    return {
        "government": f"Pemerintah {government.full_name}",
        "name": office.name,
        "address": _address(office),
        "phone": contact + settings.SITE_URL,
    }


def _address(office) -> str:
    """As registered; else where the office lies, without the words that stand in its name above."""
    region = office.region
    if office.address or region.full_name not in office.name:
        return office.address or region.full_name
    return region.parent.full_name if region.parent else ""
