import pytest

from agencies.models import Agency
from agencies.routing import agencies_for

TANJUNG_RIAU, SEKUPANG, BATAM, KEPRI = "21.71.03.1003", "21.71.03", "21.71", "21"


@pytest.mark.parametrize(
    ("code", "place", "found_at"),
    [
        ("DINKES", BATAM, BATAM),
        ("DINSOS", TANJUNG_RIAU, BATAM),  # a village letter asks the city
        ("KECAMATAN", TANJUNG_RIAU, SEKUPANG),
        ("KELURAHAN", TANJUNG_RIAU, TANJUNG_RIAU),
        ("POLRES", SEKUPANG, BATAM),  # the city's police before the province's
        ("POLRES", KEPRI, KEPRI),
        ("ESDM", TANJUNG_RIAU, KEPRI),
        ("SETDA", "21.01", "21.01"),
        ("DINKES", "64.72.03.1001", "64.72"),
        ("KECAMATAN", "33.17.10.1027", "33.17.10"),
        ("ESDM", "64.72", "64"),
    ],
)
def test_a_code_means_the_nearest_office_at_or_above_the_place(reference, code, place, found_at):
    agency = agencies_for([(code, place)])[(code, place)]
    assert (agency.code, agency.region_id) == (code, found_at)


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("DINKES", KEPRI), ("KECAMATAN", BATAM), ("TIDAKADA", BATAM),
        ("KECAMATAN", "64.71.01"),  # Balikpapan's kecamatan are no offices here
        ("ESDM", "33.17"),  # nor has Rembang's province any
    ],
)  # fmt: skip
def test_a_code_that_nobody_answers_to_gives_nothing(reference, code, place):
    assert agencies_for([(code, place)]) == {(code, place): None}


def test_an_office_out_of_use_is_passed_over(reference):
    Agency.objects.filter(region_id=BATAM, code="DISHUB").update(is_active=False)
    assert agencies_for([("DISHUB", BATAM)])["DISHUB", BATAM].region_id == KEPRI


def test_many_codes_at_many_places_cost_one_query(reference, django_assert_num_queries):
    wanted = [
        ("DINKES", BATAM),
        ("DISHUB", "21.01"),
        ("DISHUB", "21.72"),
        ("KELURAHAN", TANJUNG_RIAU),
        ("TIDAKADA", BATAM),
    ]
    with django_assert_num_queries(1):
        found = agencies_for(wanted)
        assert [found[pair].region.code if found[pair] else None for pair in wanted] == [
            BATAM,
            "21.01",
            "21.72",
            TANJUNG_RIAU,
            None,
        ]


def test_asking_for_nothing_asks_nothing(reference, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert agencies_for([]) == {}
