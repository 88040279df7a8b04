"""How sums, growth, quarters and countries of investment read on a page."""

from babel.numbers import format_decimal
from django import template

from dashboards import investment_words as words

register = template.Library()


@register.filter
def sum_words(value) -> str:
    """Rp13,96 triliun; empty for None."""
    return "" if value is None else words.sum_words(value)


@register.filter
def one_place(value) -> str:
    """118,9 (118.9 in English); empty for None."""
    return "" if value is None else format_decimal(value, format="#,##0.0", locale=words.language())


@register.filter
def signed(value) -> str:
    """+12,5 or −3,0: growth always says which way."""
    return "" if value is None else ("+" if value > 0 else "−" if value < 0 else "") + one_place(abs(value))


@register.filter
def quarters_of(figure) -> str:
    """Triwulan I–III of a row, or of the values of a line."""
    of = figure.get if isinstance(figure, dict) else lambda name: getattr(figure, name)
    return words.quarter_words(of("first_quarter"), of("last_quarter"))


@register.filter
def country(code) -> str:
    return words.country_words(code)
