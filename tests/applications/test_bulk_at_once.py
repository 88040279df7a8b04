"""Two at the same batch, and a worker killed in the middle: every file once, what was done stays done."""

import pytest

from agencies.models import Membership
from applications.actions import bulk
from applications.actions.bulk import Chosen
from applications.models import BulkItem, Permit
from ptsp_portal.lib.moment import now
from tests.factories import at_signing, colleague, fresh, person
from tests.two_at_once import PowerCut, all_at_once, at_once

pytestmark = [pytest.mark.usefixtures("own_database", "at_usual_moment")]


@pytest.fixture
def deputy():
    head, today = Membership.objects.get(user=person("kadis.batam")), now().date()
    deputy = colleague("plh.batam")
    head.delegations.create(deputy=deputy, kind="plh", decree="1", from_on=today, until_on=today)
    return deputy


def begin(by, files):
    return bulk.begin_bulk_act(
        by=by, verb="sign", chosen=[Chosen(file.uuid, str(file), file.change_count) for file in files]
    )


def test_head_and_deputy_sign_the_same_files_at_once_and_each_is_signed_once(deputy):
    files, head = [at_signing() for _turn in range(3)], person("kadis.batam")
    acts = [(begin(head, files), head), (begin(deputy, list(reversed(files))), deputy)]
    actors = all_at_once([lambda act=act, by=by: bulk.work_off(act.uuid, by=by) for act, by in acts])
    assert [actor.outcome() for actor in actors] == ["done", "done"]
    assert Permit.objects.count() == 3 and {fresh(file).state for file in files} == {"issued"}
    assert BulkItem.objects.filter(result="done").count() == 3
    assert BulkItem.objects.filter(result="refused").count() == 3
    assert BulkItem.objects.filter(act__finished_at__isnull=True).count() == 0


def test_two_tabs_on_one_act_share_its_items():
    files, head = [at_signing() for _turn in range(2)], person("kadis.batam")
    act = begin(head, files)
    first, second = at_once(lambda: bulk.do_next_item(act.uuid, by=head), lambda: bulk.work_off(act.uuid, by=head))
    assert (first.outcome(), second.outcome()) == ("done", "done")
    assert list(act.items.values_list("result", flat=True)) == ["done", "done"] and Permit.objects.count() == 2


def test_whoever_is_killed_in_the_middle_has_done_whole_files():
    files, head = [at_signing() for _turn in range(3)], person("kadis.batam")
    act = begin(head, files)
    bulk.do_next_item(act.uuid, by=head)
    dying, _other = at_once(lambda: bulk.do_next_item(act.uuid, by=head), lambda: None, then_break=True)
    assert isinstance(dying.error, PowerCut)
    assert list(act.items.values_list("result", flat=True)) == ["done", "waiting", "waiting"]
    assert [fresh(file).state for file in files] == ["issued", "signing", "signing"]
    bulk.work_off(act.uuid, by=head)
    act.refresh_from_db()
    assert act.finished_at and Permit.objects.count() == 3
    assert sorted(Permit.objects.values_list("number", flat=True))[-1].split("/")[1] == "0003"
