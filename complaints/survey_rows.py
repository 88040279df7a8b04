"""How the rows of the survey are found and added up. Who sees figures: `policies/survey.py`; a single answer nobody sees."""

from django.db import models
from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth

from complaints.survey_index import Tally

SCORE = "score_"


class QuestionnaireQuerySet(models.QuerySet):
    def in_force(self, office, day):
        """The office's own questions before everybody's, the youngest version of those that hold on `day`; None without any."""
        held = self.filter(models.Q(office=office) | models.Q(office=None), from_on__lte=day)
        return held.order_by(models.F("office").asc(nulls_last=True), "-from_on", "-version").first()


class SurveyResponseQuerySet(models.QuerySet):
    def of_period(self, office, first, last):
        """Both days belong to it; the index (office, on) finds them."""
        return self.filter(office=office, on__gte=first, on__lte=last)

    def of_offices(self, offices, first, last):
        """The same of several offices together."""
        return self.filter(office__in=list(offices), on__gte=first, on__lte=last)

    def tally(self) -> Tally:
        """All of them added up, in one statement."""
        return next((_tally(row) for row in self._added_up(group=models.Value(0))), Tally())

    def tallies_by(self, column) -> dict:
        """{value of the column: Tally}, in one statement."""
        return {row.pop("group"): _tally(row) for row in self._added_up(group=models.F(column))}

    def tallies_by_desk(self) -> dict[int, Tally]:
        """{agency's key: Tally}; an answer counts for every desk of its file."""
        unnested = models.Func(models.F("desks"), function="unnest", output_field=models.IntegerField())
        unnested.set_returning = True
        return {row.pop("group"): _tally(row) for row in self._added_up(group=unnested)}

    def tallies_by_month(self) -> dict:
        """{first day of the month: Tally}."""
        return {row.pop("group"): _tally(row) for row in self._added_up(group=TruncMonth("on"))}

    def profile(self, columns) -> dict[str, dict[str, int]]:
        """{column: {value: how many}}, one statement for each column."""
        return {
            name: dict(self.order_by().exclude(**{name: ""}).values_list(name).annotate(Count("pk")))
            for name in columns
        }

    def _added_up(self, **group):
        codes = [field.name for field in self.model._meta.fields if field.name.startswith(SCORE)]
        totals = {f"sum_{name}": Sum(name) for name in codes} | {f"count_{name}": Count(name) for name in codes}
        return self.order_by().annotate(**group).values("group").annotate(n=Count("pk"), **totals)


class SurveyActionQuerySet(models.QuerySet):
    def locked(self, uuid):
        return self.select_for_update(of=("self",), no_key=True).select_related("office__region").get(uuid=uuid)


def _tally(row) -> Tally:
    codes = [name.removeprefix(f"count_{SCORE}") for name in row if name.startswith("count_")]
    sums = {code: row[f"sum_{SCORE}{code}"] or 0 for code in codes}
    return Tally(row["n"], sums, {code: row[f"count_{SCORE}{code}"] for code in codes})
