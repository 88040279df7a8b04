"""What pages of lower apps show of figures: they can't import us, so their templates ask here."""

from django import template

from dashboards.expectation import expectations_of

register = template.Library()


@register.inclusion_tag("dashboards/expect/_expectation.html")
def expected_date(application, progress) -> dict:
    """The expected date of one open file in words, or nothing. Two statements; the calendar is the page's own."""
    calendars = {application.office.region_id: progress.calendar}
    return {"expectation": expectations_of([application], calendars).get(application.pk)}
