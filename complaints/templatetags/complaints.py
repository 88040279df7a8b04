"""What pages of lower apps show of complaints: they can't import us, so their templates ask here."""

from django import template

from complaints.board import top_of

register = template.Library()


@register.simple_tag
def complaints_waiting(user) -> dict:
    """For "my work": {"rows", "shown"}."""
    return top_of(user)
