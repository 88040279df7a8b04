"""Other files of the same holder and at the same place, for whoever checks a file: only what they may see."""

from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, Value, When

from applications.models import Application

MOST = 5
# Only so many of the newest files of a holder or a place are looked at: more say nothing more to whoever checks a file.
NEWEST = 200


@dataclass(frozen=True)
class Hints:
    """Each list is the same type of permit first, then the newest; at most MOST, `more` says that there are others."""

    of_holder: list
    at_place: list
    more_of_holder: bool = False
    more_at_place: bool = False

    def __bool__(self) -> bool:
        return bool(self.of_holder or self.at_place)


def hints_for(user, application) -> Hints:
    """Two statements, however many files there are."""
    # A business's files are the business's, whoever filed them; a person's are those for oneself.
    same_holder = (
        Q(business_id=application.business_id)
        if application.business_id
        else Q(person_id=application.person_id, business__isnull=True)
    )
    of_holder = _others(user, application, same_holder)
    has_place = application.place_code and application.place_words  # a whole village is no place
    # As the index of places says it.
    here = ~Q(place_code="") & Q(place_code=application.place_code, place_words=application.place_words)
    at_place = _others(user, application, here) if has_place else []
    return Hints(of_holder[:MOST], at_place[:MOST], len(of_holder) > MOST, len(at_place) > MOST)


def _others(user, application, condition) -> list:
    same_type = When(permit_type_id=application.permit_type_id, then=Value(0))
    newest = Application.objects.filter(condition, submitted_at__isnull=False).order_by("-pk").values("pk")[:NEWEST]
    rows = Application.objects.visible_to(user).filter(pk__in=newest).exclude(pk=application.pk)
    rows = rows.select_related("permit_type", "office__region", "permit", "of_permit").annotate(
        other_type=Case(same_type, default=Value(1), output_field=IntegerField())
    )
    found = list(rows.order_by("other_type", "-submitted_at", "-pk")[: MOST + 1])
    for row in found:
        row.is_same_type = not row.other_type
    return found
