"""Words for the tests of the applicant's pages: a POST with a fresh key, what a page says, addresses of a filing."""

import re
from html import unescape
from io import BytesIO
from uuid import uuid4

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from applications.actions import verification
from tests import factories
from tests.lived import lived_once

ABSENT = 404


def send(client, url, once=None, **fields):
    """A form as the page would send it."""
    return client.post(url, {"once": str(once or uuid4()), **fields})


def fetch(client, url):
    """A download read to its end: `body` on the answer."""
    answer = client.get(url)
    if answer.streaming:
        answer.body = b"".join(answer.streaming_content)
    return answer


def words(response) -> str:
    """What a reader sees: no tags, single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def links(response) -> set[str]:
    return set(re.findall(r'href="([^"]+)"', response.content.decode()))


def page_of(name, file, *more) -> str:
    return reverse(f"applications:{name}", args=[file.uuid, *more])


def a_pdf(name="surat.pdf", pages=1):
    document = pikepdf.new()
    for _page in range(pages):
        document.add_blank_page()
    out = BytesIO()
    document.save(out)
    return SimpleUploadedFile(name, out.getvalue(), "application/pdf")


def a_photo(name="foto.jpg"):
    out = BytesIO()
    Image.new("RGB", (60, 80), "white").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


@lived_once
def returned_for_its_ktp():
    """A file that the counter sent back: the KTP unfit, an answer doubted, and one thing besides."""
    file = factories.submitted()
    desk, ktp = factories.person("loket.batam"), file.documents.get(requirement_code="ktp")
    verification.check_documents(file.uuid, by=desk, results={ktp.uuid: ("unfit", "Foto KTP buram.")})
    items = [
        {"on": "document", "code": "ktp", "note": "Foto KTP buram."},
        {"on": "field", "code": "no_str", "note": "Tidak sama dengan STR."},
        {"on": "other", "code": "", "note": "Sertakan denah."},
    ]
    verification.return_application(file.uuid, by=desk, items=items)
    return factories.fresh(file)
