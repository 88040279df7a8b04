import pytest

from tests.journeys.story import Clock, Post


@pytest.fixture
def clock(reference):
    """Tuesday, 4 August 2026, 09.00 in Kepulauan Riau; the story moves it on."""
    clock = Clock()
    with clock.stack:
        clock.strikes("4 Aug 09:00")
        yield clock


@pytest.fixture
def post(reference):
    return Post()
