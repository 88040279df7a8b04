"""Words for tests of the survey: a finished file, answers, an office's kiosk."""

from complaints.actions.survey import Answer, answer_at_kiosk
from complaints.models import Element, SurveySetting
from tests.factories import in_state

PROFILE = {"sex": "P", "age": "30-39", "education": "sma", "occupation": "swasta"}


def finished():
    """The cheapest file that has ended."""
    return in_state("withdrawn")


def said(score=4, suggestion="", **scores):
    return Answer(dict.fromkeys(Element.values, score) | scores, PROFILE, suggestion)


def typed(score=4, **more):
    """As the form sends it."""
    return {code: str(score) for code in Element.values} | more


def with_kiosk(office, weights="exact"):
    SurveySetting.objects.update_or_create(office=office, defaults={"kiosk_on": True, "weights": weights})
    return office


def answered(office, *answers, permit_type=None):
    for each in answers:
        answer_at_kiosk(office.pk, each, permit_type=permit_type)
