"""What stands on top of every page of figures."""

from django import template

from dashboards.page_tabs import tabs_of

register = template.Library()


@register.inclusion_tag("dashboards/_tabs.html", takes_context=True)
def figure_tabs(context) -> dict:
    """The row of pages; nothing where there is only one of them."""
    return {"tabs": tabs_of(context["request"])}
