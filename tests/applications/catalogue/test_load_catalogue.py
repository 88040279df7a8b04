"""load_catalogue: everything or nothing, and nothing the second time."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError, transaction

from agencies.models import Agency, Region
from applications.catalogue import STARTER_FILE
from applications.models import Offer, PermitType, ServiceStandard

pytestmark = pytest.mark.django_db


@pytest.fixture
def starter():
    return json.loads(STARTER_FILE.read_text())


@pytest.fixture
def load(tmp_path):
    """Load entries (or a text) from a file and return what the command printed."""

    def run(entries, **options):
        file = tmp_path / "katalog.json"
        file.write_text(entries if isinstance(entries, str) else json.dumps(entries))
        said = StringIO()
        call_command("load_catalogue", str(file), stdout=said, **options)
        return said.getvalue()

    return run


def contents():
    return (
        sorted(PermitType.objects.values_list()),
        sorted(ServiceStandard.objects.values_list("pk", "version", "status", "effective_until")),
        sorted(Offer.objects.values_list()),
    )


def test_each_type_has_one_published_national_template(reference, starter):
    assert PermitType.objects.count() == 39
    templates = ServiceStandard.objects.filter(office__isnull=True, status="published")
    assert templates.count() == 39
    sipf = templates.get(permit_type__code="SIPF")
    entry = next(e for e in starter if e["code"] == "SIPF")
    assert (sipf.fields, sipf.requirements, sipf.stages) == (entry["fields"], entry["requirements"], [["DINKES"]])
    assert (sipf.time_limit_days, sipf.validity_months, sipf.version, sipf.effective_from) == (
        5,
        60,
        1,
        date(2026, 1, 1),
    )


def test_who_endorses_follows_the_level(reference):
    rows = ServiceStandard.objects.values_list("permit_type__level", "endorsing_roles", "signing_role")
    assert {level: (roles, signer) for level, roles, signer in rows} == {
        "province": (["endorser"], "head"),
        "regency_city": (["endorser"], "head"),
        "kecamatan": (["endorser"], "head"),
        "kelurahan": ([], "head"),
    }


def test_an_office_offers_the_types_of_exactly_its_level(reference):
    levels = dict.fromkeys(Region.Level.values, 0)
    for level in PermitType.objects.values_list("level", flat=True):
        levels[level] += 1
    expected = (
        2 * levels["province"] + 18 * levels["regency_city"] + 104 * levels["kecamatan"] + 419 * levels["kelurahan"]
    )
    assert Offer.objects.count() == expected == 2945
    assert not Offer.objects.exclude(office__kind__in=Agency.ISSUING).exists()
    villages = Offer.objects.filter(permit_type__code="SK-DOMISILI")
    assert set(villages.values_list("office__region__level", flat=True)) == {"kelurahan"}


def test_loading_twice_changes_nothing(reference, load, starter):
    before = contents()
    said = load(starter)
    assert (
        "39 jenis izin, 0 baru, 0 diubah; standar pelayanan: 0 baru, 0 versi baru; 2945 layanan kantor, 0 baru." in said
    )
    assert contents() == before


def test_a_changed_entry_becomes_the_next_version_and_the_old_one_stays(reference, load, starter):
    starter[0]["sla_working_days"] = 4
    assert "0 baru, 1 versi baru" in load(starter, effective_from=date(2026, 2, 1))
    old, new = ServiceStandard.objects.filter(permit_type__code=starter[0]["code"]).order_by("version")
    assert (old.time_limit_days, old.status, old.effective_until) == (5, "superseded", date(2026, 1, 31))
    assert (new.version, new.time_limit_days, new.status, new.effective_from) == (2, 4, "published", date(2026, 2, 1))
    assert "0 versi baru" in load(starter)


def test_a_version_that_starts_later_leaves_the_old_one_in_force_until_then(reference, load, starter, office_of):
    starter[0]["sla_working_days"] = 4
    load(starter, effective_from=date(2100, 1, 1))
    batam, sipf = office_of("dpmptsp-kota-batam"), PermitType.objects.get(code=starter[0]["code"])
    assert ServiceStandard.objects.for_office(batam, sipf, date(2099, 12, 31)).version == 1
    assert ServiceStandard.objects.for_office(batam, sipf, date(2100, 1, 1)).version == 2


def test_a_service_that_an_office_closed_stays_closed(reference, load, starter):
    offer = Offer.objects.first()
    Offer.objects.filter(pk=offer.pk).update(is_open=False)
    load(starter)
    assert not Offer.objects.get(pk=offer.pk).is_open


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (lambda entries: entries[7].pop("fee"), "[7].fee"),
        (lambda entries: entries[7]["fields"][0].update(type="sihir"), "[7].fields[0]"),
        (lambda entries: entries.append(entries[0]), "SIPF"),
    ],
)
def test_a_broken_file_is_refused_whole_with_place_and_reason(reference, load, starter, spoil, place):
    before = contents()
    starter[0]["name_id"] = "Nama baru yang tidak boleh masuk"
    spoil(starter)
    with pytest.raises(CommandError) as refusal:
        load(starter)
    assert place in str(refusal.value)
    assert "tidak ada yang dimuat" in str(refusal.value)
    assert contents() == before


def test_broken_json_names_the_line(reference, load):
    with pytest.raises(CommandError, match="baris 2"):
        load('[\n{"code": }\n]')


def test_a_published_standard_is_not_editable_behind_the_loaders_back(reference):
    with pytest.raises(InternalError), transaction.atomic():
        ServiceStandard.objects.filter(permit_type__code="SIPF").update(time_limit_days=99)
    assert ServiceStandard.objects.get(permit_type__code="SIPF").time_limit_days == 5


def test_every_template_publishes_its_six_components(reference):
    for standard in ServiceStandard.objects.all():
        assert set(standard.components) == {"requirements", "procedure", "time", "cost", "product", "complaints"}
        assert all(standard.components.values()), standard
        assert standard.components["cost"].startswith("Berbayar" if standard.has_fee else "GRATIS")
