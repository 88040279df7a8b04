"""Files of investment figures as tests write them: a few cells, handed in, kept and published by the people of the demo."""

from itertools import count

from agencies.models import Agency
from dashboards.actions import investment as acts
from dashboards.investment_reading import COLUMNS
from tests.factories import person

KEPRI, BATAM_OFFICE = "dpmptsp-provinsi-kepulauan-riau", "dpmptsp-kota-batam"
HOUSES = {KEPRI: "kepri", BATAM_OFFICE: "batam"}
TRILLION = 10**12
numbers = count(1)


def sheet(kind, *lines) -> list[list]:
    """Cells with the columns of the sample file; each line names only what it says."""
    return [COLUMNS[kind], *([line.get(column) for column in COLUMNS[kind]] for line in lines)]


def line(**said) -> dict:
    """A line of realisation that is right."""
    usual = {
        "tahun": 2021, "triwulan": "I", "kode_wilayah": "21.71", "jenis": "PMDN", "sektor": "20", "nilai_rp": TRILLION,
        "tki": 100, "tka": 2, "proyek": 9, "sumber": "NSWI",
    }  # fmt: skip
    return usual | said


def aim(**said) -> dict:
    return {"tahun": 2021, "kode_wilayah": "21", "jenis": "total", "target_rp": 21 * TRILLION, "sumber": "RPJMD"} | said


def handed_in(*lines, kind="realisasi", office=KEPRI, by=None):
    place = Agency.objects.get(slug=office)
    person_in = person(by or f"admin.{HOUSES[office]}")
    given = {"name": "angka.csv", "sha256": f"{next(numbers):064}", "cells": sheet(kind, *lines)}
    return acts.hand_in_file(place.pk, by=person_in, kind=kind, **given)


def kept(*lines, **how):
    file = handed_in(*lines, **how)
    return acts.keep_file(file.uuid, by=file.created_by)


def published(*lines, office=KEPRI, **how):
    file = kept(*lines, office=office, **how)
    return acts.publish_file(file.uuid, by=person(f"kadis.{HOUSES[office]}"))


def kepri_2021():
    """The published numbers of the handbook: target 21 T, by September PMDN 11 T and PMA 13.96 T."""
    sums = {
        "triwulan": "I-III",
        "kode_wilayah": "21",
        "sektor": "tidak dirinci",
        "tki": None,
        "tka": None,
        "proyek": None,
    }
    published(aim(), kind="target")
    published(
        line(**sums | {"jenis": "PMDN", "nilai_rp": 11 * TRILLION}),
        line(**sums | {"jenis": "PMA", "negara": "tidak dirinci", "nilai_rp": "13.960.000.000.000"}),
    )
