"""Pages are sent compressed, downloads and small answers as they are, and never twice with the same length."""

import gzip

import pytest

pytestmark = pytest.mark.django_db


def test_a_page_is_compressed_for_whoever_takes_it(client):
    packed = client.get("/layanan/", headers={"accept-encoding": "gzip"})
    plain = client.get("/layanan/")
    assert packed["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain
    assert "Accept-Encoding" in packed["Vary"] and "Cookie" in packed["Vary"]
    assert b"<h1" in gzip.decompress(packed.content)
    assert len(packed.content) < len(plain.content) / 2


def test_the_length_of_a_compressed_page_tells_nothing(client):
    lengths = {len(client.get("/lacak/", headers={"accept-encoding": "gzip"}).content) for _visit in range(12)}
    assert len(lengths) > 1
