"""Indonesian is the authority: a phone whose maker set it to English still gets Indonesian until its owner switches."""

import pytest

pytestmark = pytest.mark.django_db


def test_a_browser_that_asks_for_english_gets_indonesian_until_it_switches(client, reference):
    page = client.get("/lacak/", headers={"accept-language": "en-US,en;q=0.9"})
    assert page["Content-Language"] == "id"
    client.cookies["bahasa"] = "en"
    assert client.get("/lacak/")["Content-Language"] == "en"
    client.cookies["bahasa"] = "xx"
    assert client.get("/lacak/")["Content-Language"] == "id"
