"""Two who fold, and an act that commits while somebody folds: held transactions, nothing left to luck."""

import pytest

from dashboards.cubes import Cube
from dashboards.folding import differences, fold_figures
from dashboards.models import Cell, FileFact, Folding, Stale
from dashboards.tasks import fold
from ptsp_portal.lib.moment import moved_to
from tests import factories
from tests.conftest import USUAL_MOMENT
from tests.two_at_once import at_once

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture(autouse=True)
def usual():
    with moved_to(USUAL_MOMENT):
        yield


def hold():
    return Folding.objects.select_for_update(of=("self",), no_key=True).get()


def test_whoever_comes_while_another_folds_goes_away_and_changes_nothing():
    factories.registered()
    marks = Stale.objects.count()
    holder, other = at_once(hold, fold_figures)
    assert (holder.outcome(), other.outcome(), other.result) == ("done", "done", None)
    assert (Stale.objects.count(), FileFact.objects.count()) == (marks, 0)
    assert fold() == marks
    assert list(differences()) == []


def test_an_act_that_commits_after_the_folding_is_folded_by_the_next_one():
    file = factories.submitted()
    fold()
    assert FileFact.objects.get(pk=file.pk).registered_on is None
    act, folding = at_once(factories.registered, fold)
    assert (act.outcome(), folding.outcome(), folding.result) == ("done", "done", 0)
    assert FileFact.objects.count() == 1
    assert fold() > 0
    assert FileFact.objects.filter(registered_on__isnull=False).count() == 1
    assert sum(Cell.objects.filter(cube=Cube.OPEN).values_list("n", flat=True)) == 2
    assert list(differences()) == []


def test_a_folding_that_breaks_before_its_commit_leaves_every_mark():
    factories.registered()
    marks = Stale.objects.count()
    broken, after = at_once(fold_figures, lambda: None, then_break=True)
    assert broken.outcome() == "PowerCut" and after.outcome() == "done"
    assert (Stale.objects.count(), FileFact.objects.count(), Cell.objects.count()) == (marks, 0, 0)
    assert fold() == marks
