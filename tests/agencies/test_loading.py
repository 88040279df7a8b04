"""Reference data: what the load_* commands bring, that twice changes nothing, and that people's edits stay."""

import hashlib
import json
from collections import Counter
from datetime import date

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command

from agencies.loading.holidays import load_holidays
from agencies.loading.offices import asked_codes, load_offices, office_plan
from agencies.loading.people import PASSWORD, demo_people, load_people
from agencies.loading.regions import load_regions
from agencies.loading.short_codes import short_codes, shorten
from agencies.models import Agency, Holiday, Membership, Person, Region, Representation
from agencies.routing import agencies_for
from ptsp_portal.lib import identifiers

TENANTS = "kepri batam tanjungpinang bintan karimun natuna lingga anambas".split()
LATER = "kaltim paser kukar berau kubar kutim ppu mahulu balikpapan samarinda bontang rembang".split()
ONLINE_LATER = "kaltim balikpapan samarinda rembang".split()


def counts(code):
    return Counter(Region.objects.within(code).values_list("kind", flat=True))


def test_kepulauan_riau_is_complete(reference):
    found = counts("21")
    assert found["kabupaten"] + found["kota"] == 7
    assert (found["kecamatan"], found["kelurahan"], found["desa"]) == (80, 144, 275)


def test_east_kalimantan_and_rembang_are_complete_and_central_java_is_one_row(reference):
    assert counts("64") == {"provinsi": 1, "kabupaten": 7, "kota": 3, "kecamatan": 105, "kelurahan": 197, "desa": 841}
    assert counts("33.17") == {"kabupaten": 1, "kecamatan": 14, "kelurahan": 7, "desa": 287}
    assert Region.objects.within("33").count() == 1 + 1 + 14 + 7 + 287


def test_bps_codes_stand_beside_the_kemendagri_codes_of_provinces_and_regencies(reference):
    codes = dict(Region.objects.values_list("code", "bps_code"))
    table = {"21": "21", "21.01": "2102", "21.02": "2101", "64.02": "6403", "64.07": "6402"}
    assert {code: codes[code] for code in table} == table
    assert all(bool(bps) == (code.count(".") < 2) for code, bps in codes.items())
    given = [bps for bps in codes.values() if bps]
    assert len(given) == len(set(given)) == 3 + 7 + 10 + 1


def test_every_region_has_its_parent_name_and_zone(reference):
    assert not Region.objects.exclude(level="province").filter(parent=None).exists()
    assert set(Region.objects.within("64").values_list("zone", flat=True)) == {"Asia/Makassar"}
    assert set(Region.objects.within("21").values_list("zone", flat=True)) == {"Asia/Jakarta"}
    for code, name in {
        "21": "Provinsi Kepulauan Riau",
        "21.71": "Kota Batam",
        "21.72": "Kota Tanjungpinang",
        "21.01": "Kabupaten Bintan",
        "21.71.03": "Kecamatan Sekupang",
        "21.71.03.1003": "Kelurahan Tanjung Riau",
    }.items():
        assert Region.objects.get(code=code).full_name == name


def test_loading_twice_changes_nothing_and_keeps_what_people_set(reference, django_assert_max_num_queries):
    Region.objects.filter(code="21.71").update(opens_at="07:30", zone="Asia/Makassar", name="salah")
    Agency.objects.filter(slug="dpmptsp-kota-batam").update(name="DPMPTSP Batam", phone="+62778123456")
    before = [model.objects.count() for model in (Region, Agency, Membership, Person, Representation, get_user_model())]
    with django_assert_max_num_queries(16):
        load_regions()
        assert (load_offices(), load_people()) == (0, 0)
    assert before == [
        model.objects.count() for model in (Region, Agency, Membership, Person, Representation, get_user_model())
    ]
    batam = Region.objects.get(code="21.71")
    assert (batam.opens_at.hour, batam.zone, batam.name) == (7, "Asia/Makassar", "Batam")
    assert Agency.objects.get(slug="dpmptsp-kota-batam").name == "DPMPTSP Batam"


def test_holidays_are_national_days_and_joint_leave_and_edited_rows_stay(db):
    Holiday.objects.filter(on__year=2026).delete()
    assert load_holidays([2026]) == 25
    assert Counter(Holiday.objects.filter(on__year=2026).values_list("kind", flat=True)) == {
        "national": 17,
        "joint_leave": 8,
    }
    Holiday.objects.filter(on=date(2026, 3, 23)).update(name="Dicabut dengan surat edaran", kind="national")
    assert load_holidays([2026]) == 0
    edited = Holiday.objects.get(on=date(2026, 3, 23))
    assert (edited.name, edited.kind) == ("Dicabut dengan surat edaran", "national")


def test_a_regional_holiday_does_not_keep_the_national_one_out(reference):
    Holiday.objects.filter(on=date(2026, 8, 17)).delete()
    Holiday.objects.create(on=date(2026, 8, 17), name="Hari jadi", kind="regional", region_id="21")
    assert load_holidays([2026]) == 1


def test_every_place_has_its_offices(reference):
    kinds = Counter(Agency.objects.values_list("kind", flat=True))
    assert (kinds["ptsp"], kinds["leadership"], kinds["inspectorate"]) == (20, 20, 20)
    assert (kinds["kecamatan"], kinds["kelurahan"]) == (80 + 10 + 14, 419)
    ptsp = Agency.objects.filter(kind="ptsp").values_list("short_code", flat=True)
    assert {code.lower() for code in ptsp} == {*TENANTS, *LATER}
    provinces = Counter(code[:2] for code in Agency.objects.filter(kind="ptsp").values_list("region_id", flat=True))
    assert provinces == {"21": 8, "64": 11, "33": 1} and not Agency.objects.filter(region="33").exists()
    for regency in Region.objects.of_level("regency_city"):
        codes = set(regency.agencies.values_list("code", flat=True))
        assert codes >= {"DPMPTSP", "DISHUB", "DINSOS", "DINKES", "SETDA", "POLRES", "BPN", "TPA-TPT", "FPR"}
    assert asked_codes("province") >= {"ESDM", "PUPR-BM", "PUPR-SDA", "KSOP", "SYAHBANDAR", "POLRES"}
    assert "DINKES" not in asked_codes("province")


def test_every_agency_that_the_catalogue_asks_is_found_where_it_asks(reference, settings):
    """Every type at every office of its level; `agency_from` at every region that an answer may name."""
    catalogue = json.loads((settings.BASE_DIR / "applications/catalogue/permit_types.json").read_text())
    village, regency = "21.04.01.1001", "21.04"
    places = {"province": "21", "regency_city": regency, "kecamatan": "21.04.01", "kelurahan": village}
    _all_found(catalogue, places, village, regency)
    _all_found(catalogue, {"province": "64", "regency_city": "64.72"}, "64.72.03", "64.72")
    _all_found(catalogue, {"regency_city": "33.17"}, "33.17.10", "33.17")


def _all_found(catalogue, places, village, regency):
    for permit_type in catalogue:
        if permit_type["level"] not in places:
            continue
        for code in {code for stage in permit_type["parallel_stages"] for code in stage}:
            rule = permit_type["agency_from"].get(code)
            named = {"KELURAHAN": village, "KECAMATAN": village}.get(rule["agency"], regency) if rule else None
            place = named or places[permit_type["level"]]
            wanted = (rule["agency"] if rule else code, place)
            assert agencies_for([wanted])[wanted], (permit_type["code"], code)


def test_names_and_codes_of_offices_read_as_people_know_them(reference):
    for slug, name, short_code in [
        ("dpmptsp-kota-batam", "DPMPTSP Kota Batam", "BATAM"),
        ("dpmptsp-provinsi-kepulauan-riau", "DPMPTSP Provinsi Kepulauan Riau", "KEPRI"),
        ("dinkes-kota-batam", "Dinas Kesehatan Kota Batam", None),
        ("polres-kota-batam", "Kepolisian Resor Kota (Polresta) Barelang", None),
        ("polres-kabupaten-bintan", "Kepolisian Resor Kabupaten Bintan", None),
        ("gubernur-kepulauan-riau", "Gubernur Kepulauan Riau", None),
        ("kecamatan-sekupang", "Kecamatan Sekupang", "SEKUPANG"),
        ("kelurahan-tanjung-riau", "Kelurahan Tanjung Riau", "TGRIAU"),
        ("walikota-batam", "Wali Kota Batam", None),
        ("bupati-kepulauan-anambas", "Bupati Kepulauan Anambas", None),
        ("gubernur-kalimantan-timur", "Gubernur Kalimantan Timur", None),
        ("dpmptsp-kabupaten-kutai-kartanegara", "DPMPTSP Kabupaten Kutai Kartanegara", "KUKAR"),
        ("polres-kota-samarinda", "Kepolisian Resor Kota (Polresta) Samarinda", None),
        ("dpmptsp-kabupaten-rembang", "DPMPTSP Kabupaten Rembang", "REMBANG"),
        ("kecamatan-rembang", "Kecamatan Rembang", "REMBA1710"),
    ]:
        agency = Agency.objects.get(slug=slug)
        assert (agency.name, agency.short_code) == (name, short_code)


def test_codes_and_slugs_are_unique_and_do_not_depend_on_the_order(db):
    plan = office_plan()
    short = [office.short_code for office in plan if office.short_code]
    assert len(short) == len(set(short)) == 20 + 104 + 419
    assert all(code.isalnum() and code.isascii() and code == code.upper() and len(code) <= 16 for code in short)
    assert len({office.slug for office in plan}) == len(plan)
    assert all(len(office.slug) <= 60 and len(office.name) <= 160 for office in plan)
    names = {"21.01.04.1001": "Air Raja", "21.72.02.1003": "Air Raja", "21.71.03.1003": "Tanjung Riau"}
    assert short_codes(names, 10) == short_codes(dict(reversed(names.items())), 10)
    assert [shorten(name, 9) for name in ("Sekupang", "Belakang Padang", "Tanjung Pinang Barat")] == [
        "SEKUPANG",
        "BELPADANG",
        "TGPINBARA",
    ]


def test_what_kepulauan_riau_is_called_depends_on_no_other_place():
    """Its short codes stand on permits: a digest of the first release, which no later place may change."""
    told = [(o.region_code, o.code, o.slug, o.short_code) for o in office_plan()[:644]]
    assert all(region.startswith("21") for region, *_rest in told)
    assert hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16] == "01c8af4e9fe399d0"


def test_the_demo_people_of_the_issue_can_sign_in(reference):
    emails = {person.email for person in demo_people()}
    wanted = {
        f"{role}.{place}" for role in ("loket", "verifikator", "kabid", "kadis") for place in TENANTS + ONLINE_LATER
    }
    wanted |= {"pemohon", "pemohon2", "gubernur", "admin", "opd.dinkes.batam", "opd.esdm.kepri", "opd.tpa-tpt.batam"}
    wanted |= {"petugas.sekupang", "sekcam.sekupang", "camat.sekupang", "petugas.tanjungriau", "lurah.tanjungriau"}
    wanted |= {"walikota.batam", "bupati.natuna", "gubernur.kaltim", "walikota.samarinda", "bupati.rembang"}
    wanted |= {
        f"{who}.{place}"
        for who in ("opd.dinkes", "sekda", "inspektorat", "pemeriksa", "pengaduan")
        for place in ("samarinda", "rembang")
    }
    assert {f"{name}@demo.test" for name in wanted} <= emails
    for name in ("pemohon", "kadis.batam", "opd.dinkes.batam", "bupati.rembang"):
        user = authenticate(email=f"{name}@demo.test", username=f"{name}@demo.test", password=PASSWORD)
        assert user and user.emailaddress_set.get().verified


def test_demo_people_have_different_names_and_every_opd_has_an_officer(reference):
    people = demo_people()
    assert len({person.full_name for person in people}) == len({person.email for person in people}) == len(people)
    asked = Agency.objects.filter(kind__in=["opd", "vertical"])
    assert asked.count() == asked.filter(memberships__role="officer").distinct().count() > 100
    online = Agency.objects.serving_online()
    assert online.count() == 10 + 4 and set(online.values_list("kind", flat=True)) == {"ptsp", "kecamatan", "kelurahan"}


def test_every_village_post_is_in_the_office_that_its_title_names(reference):
    for name in (
        "lurah.tanjungriau",
        "petugas.tanjungriau",
        "camat.sekupang",
        "kadis.lingga",
        "bupati.natuna",
        "kadis.rembang",
    ):
        posts = list(Membership.objects.filter(user__email=f"{name}@demo.test").select_related("agency__region"))
        assert posts and all(post.agency.region.name in post.title for post in posts)


def test_the_admin_keeps_reference_data_and_holds_no_office(user_named):
    admin = user_named("admin")
    assert admin.is_staff and admin.is_superuser and not admin.memberships.exists()
    assert not get_user_model().objects.exclude(pk=admin.pk).filter(is_staff=True).exists()


def test_applicants_have_well_formed_identities(user_named):
    for name in ("pemohon", "pemohon2"):
        person = user_named(name).person
        assert identifiers.clean_nik(person.nik) == person.nik and identifiers.nik_warnings(person.nik) == []
        assert identifiers.clean_phone(person.phone) == person.phone
        assert identifiers.clean_npwp(person.npwp) == person.npwp
        day = person.birth_on.day + (40 if person.sex == "P" else 0)
        assert person.nik[6:12] == f"{day:02}{person.birth_on:%m%y}"
        assert person.region.level == "kelurahan"
    business = Representation.objects.active().get(person__user=user_named("pemohon")).business
    assert (business.name, identifiers.clean_nib(business.nib)) == ("CV Bahari Jaya", business.nib)
    assert identifiers.clean_npwp(business.npwp) == business.npwp


def test_demo_people_are_refused_outside_a_demo(db, settings):
    settings.DEMO = False
    users = get_user_model().objects.count()
    with pytest.raises(CommandError):
        call_command("load_people")
    assert get_user_model().objects.count() == users
