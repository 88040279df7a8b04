"""A fault that nobody foresaw shows a number and nothing else."""

import logging
import re

import pytest
from django.test import Client

from ptsp_portal import views

pytestmark = pytest.mark.django_db


def test_an_unforeseen_fault_gives_a_number_that_the_log_knows(monkeypatch, reference, caplog):
    def broken():
        raise RuntimeError("NIK 2171035405910001 must not be shown")

    monkeypatch.setattr(views.front, "often_filed", broken)
    with caplog.at_level(logging.ERROR, logger="incident"):
        page = Client(raise_request_exception=False).get("/")
    assert page.status_code == 500
    number = re.search(r"Kode untuk petugas:\s*<span[^>]*>([0-9A-Z]{8})<", page.content.decode()).group(1)
    assert "2171035405910001" not in page.content.decode()
    assert [record.getMessage() for record in caplog.records if record.name == "incident"] == [
        f"incident {number}: RuntimeError on home"
    ]
