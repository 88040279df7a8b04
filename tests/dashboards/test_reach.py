"""Whose numbers somebody may see, and quantiles from counts."""

import pytest

from agencies.models import Agency
from dashboards.reach import reach_of
from dashboards.spread import lasting_longer, median, ninetieth
from tests.factories import colleague, person

pytestmark = pytest.mark.usefixtures("reference")


def test_a_head_of_a_licensing_office_reaches_the_city_and_nothing_outside():
    reach = reach_of(person("kadis.batam"))
    assert reach.regions == ("21.71",)
    assert {each.region_id[:5] for each in reach.agencies} == {"21.71"}
    assert reach.covers("21.71.03.1003")
    assert not reach.covers("21.7")
    assert not reach.covers("21.72")
    assert reach.narrowed("21.72") == reach
    assert reach.narrowed("21.71.03").regions == ("21.71.03",)


def test_a_head_of_an_agency_that_is_asked_reaches_that_agency_alone_and_no_office():
    reach = reach_of(colleague("kepala.dinkes", ("dinkes-kota-batam", "head")))
    assert [each.slug for each in reach.agencies] == ["dinkes-kota-batam"]
    assert (reach.offices, reach.regions) == ([], ())
    assert Agency.objects.filter(pk__in=reach.agency_ids).count() == 1


def test_officers_and_applicants_reach_nothing():
    assert reach_of(person("verifikator.batam")).is_empty
    assert reach_of(person("pemohon")).is_empty


def test_quantiles_are_read_from_counts():
    counts = {1: 5, 2: 4, 7: 1}
    assert (median(counts), ninetieth(counts)) == (1, 2)
    assert median({}) is None
    assert lasting_longer(counts, 1) == {2: 4, 7: 1}
