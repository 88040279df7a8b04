"""Two workers on one rung: one warning, whoever comes first."""

from applications.actions.warnings import warn_of_files
from applications.ladder import due_rungs
from applications.tasks import warn_of_deadlines
from ptsp_portal.lib.moment import moved_to
from tests.applications.test_ladder import before_due, climbed
from tests.factories import registered
from tests.two_at_once import at_once


def test_two_workers_at_once_warn_once(own_database, at_usual_moment):
    file = registered()
    with moved_to(before_due(file, 0)):
        step = next(each for each in due_rungs() if each[3])
        one, two = at_once(lambda: warn_of_files(*step[:3]), lambda: warn_of_files(*step[:3]))
        assert (one.outcome(), two.outcome(), one.result + two.result) == ("done", "done", 1)
        assert warn_of_deadlines() == 2
    assert sorted(climbed(file)) == ["desk", "head", "superior"]
