"""Keeping robots out of the public form without stopping a person: a trap, the time it took, a plain question, and limits.

Nothing needs a script. One sign alone never costs anybody a complaint: who is quick, who fills in the trap (a browser or a
screen reader may), who comes back to an old page and who shares a busy address is asked a sum. Only what fills in the trap in
no time at all, or without ever having been given the page, is thrown away, and sees the page that everybody sees.
"""

from datetime import timedelta
from random import SystemRandom

from django.core import signing

from ptsp_portal.lib.limits import Limit, client_ip
from ptsp_portal.lib.moment import now

TRAP, STARTED, SUM, ANSWER = "isian_kosong", "mulai", "hitungan", "jawaban"
QUICKEST = timedelta(seconds=4)
KEPT = timedelta(hours=12)
# A village may share one address. Above the first line a sum is asked; the second is far beyond any village.
CALM = Limit("complaints-calm", tries=30, window=timedelta(hours=1))
FLOOD = Limit("complaints-flood", tries=400, window=timedelta(hours=1))
_signer = signing.Signer(salt="complaints.guard")
_random = SystemRandom()


def started() -> str:
    """For the hidden field of a fresh form: when it was handed out, signed."""
    return _signer.sign(str(int(now().timestamp())))


def new_sum() -> dict:
    """{"words", "token"}: a sum for the page and its signed answer for a hidden field."""
    left, right = _random.randint(2, 9), _random.randint(2, 9)
    token = signing.dumps([left + right, int(now().timestamp())], salt="complaints.sum")
    return {"words": f"{left} + {right}", "token": token}


def is_robot(data) -> bool:
    """Two signs at once: the trap is filled, and the form came back in no time or was never handed out."""
    return bool(data.get(TRAP)) and (_took(data) is None or _took(data) < QUICKEST)


def asks_sum(request) -> bool:
    """Whether this form is only taken with a sum."""
    if CALM.is_reached(client_ip(request)):
        return True
    if request.method != "POST":
        return False
    took = _took(request.POST)
    return bool(request.POST.get(TRAP)) or took is None or not QUICKEST <= took <= KEPT


def sum_is_right(data) -> bool:
    try:
        wanted, asked_at = signing.loads(data.get(SUM, ""), salt="complaints.sum")
    except signing.BadSignature:
        return False
    return data.get(ANSWER, "").strip() == str(wanted) and now().timestamp() - asked_at < KEPT.total_seconds()


def any_ordinal() -> int:
    """For the number on a robot's receipt."""
    return _random.randint(100, 9999)


def is_flooded(request) -> bool:
    return FLOOD.is_reached(client_ip(request))


def count(request) -> None:
    """One more complaint from this address."""
    CALM.count(client_ip(request))
    FLOOD.count(client_ip(request))


def count_robot(request) -> None:
    """One more robot: people at its address are asked a sum, but never stopped, since nothing of it is kept."""
    CALM.count(client_ip(request))


def _took(data):
    """How long the form was in somebody's hands; None when it was never handed out."""
    try:
        at = int(_signer.unsign(data.get(STARTED, "")))
    except (signing.BadSignature, ValueError):
        return None
    return timedelta(seconds=int(now().timestamp()) - at)
