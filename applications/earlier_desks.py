"""To whom a draft decision can go back: its writer, the endorsers before the desk that holds it, the agencies that answered."""

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agencies.models import Membership
from applications.models import Endorsement, Recommendation

DRAFTER = "drafter"
TO_DRAFTER = _("Penyusun konsep – %(name)s")
TO_ENDORSER = _("Pemaraf ke-%(place)d – %(name)s (paraf darinya dan sesudahnya diulang)")
TO_AGENCY = _("%(name)s – rekomendasinya diminta lagi")


@dataclass(frozen=True)
class EarlierDesk:
    """`key` is what forms send and what an endorsement's `sent_to` keeps; `label` is for people."""

    key: str
    label: str
    position: int | None = None  # of an endorser, 0-based
    answer: Recommendation | None = None  # the agency's, that would be asked again


def earlier_desks(application) -> list[EarlierDesk]:
    """The desks before the one that holds a draft which was handed on, in the order of the work. Two statements."""
    decision = application.decision
    desks = [EarlierDesk(DRAFTER, TO_DRAFTER % {"name": decision.drafted_by.full_name})]
    for paraf in valid_parafs(application).select_related("by"):
        words = {"place": paraf.position + 1, "name": paraf.by.full_name}
        desks.append(EarlierDesk(f"endorser:{paraf.position}", TO_ENDORSER % words, position=paraf.position))
    asked_now = application.recommendations.open().values("agency_id")
    answered = application.recommendations.current().filter(state__in=["given", "deemed"]).exclude(agency__in=asked_now)
    for answer in answered.select_related("agency"):
        label = TO_AGENCY % {"name": answer.agency.name}
        desks.append(EarlierDesk(f"agency:{answer.uuid}", label, answer=answer))
    return desks


def valid_parafs(application):
    """The parafs that count for the draft as it stands, in the order of the standard's list."""
    return application.endorsements.filter(
        round=application.decision.round, result=Endorsement.Result.ENDORSED, is_void=False
    ).order_by("position")


def sent_to_words(endorsement, standard, agencies: dict) -> str:
    """Where a sending-back went, for a timeline. `agencies` is {uuid of an answer: agency's name} of the file."""
    kind, _colon, which = endorsement.sent_to.partition(":")
    if kind == "agency":
        return agencies.get(which, "")
    if kind == "endorser":
        role = standard.endorsing_roles[int(which)]
        return Membership.Role(role).label
    return gettext("penyusun")
