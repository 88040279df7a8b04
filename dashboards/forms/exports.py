"""What somebody orders: about which offices, which days, in which form. Choices come from the reach of whoever asks."""

from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Region
from dashboards.exports import DAYS
from dashboards.models import Export
from dashboards.reach import Reach
from dashboards.year_spans import month_after

LONGEST = timedelta(days=366)
MONTHS_OFFERED = 24
MOST_OFFICES = 150


@dataclass(frozen=True)
class Place:
    """A region with all its offices, or one office."""

    region: Region
    office: Agency | None = None


def places_of(reach: Reach) -> dict[str, tuple[object, Place]]:
    """{value: (words, place)}: the regions governed, those in them that have offices, then each office.

    Where they are very many (a province) without kecamatan and villages: whoever wants one opens its city first (`?wilayah=`).
    """
    offices = reach.offices
    if len(offices) > MOST_OFFICES:
        offices = [each for each in offices if each.kind == Agency.Kind.PTSP]
    regions = {each.region_id: each.region for each in offices}
    for region in Region.objects.filter(pk__in=reach.regions):
        regions[region.pk] = region
    found = {f"w:{code}": (regions[code].full_name, Place(regions[code])) for code in sorted(regions)}
    for office in offices:
        found[f"k:{office.slug}"] = (office.name, Place(office.region, office))
    return found


class _OrderForm(forms.Form):
    use_required_attribute = False
    about = forms.ChoiceField(label=_("Kantor atau wilayah"))

    def __init__(self, *args, reach: Reach, **kwargs):
        super().__init__(*args, **kwargs)
        self.reach, self.places = reach, places_of(reach)
        self.fields["about"].choices = [(value, words) for value, (words, _place) in self.places.items()]

    @property
    def place(self) -> Place:
        return self.places[self.cleaned_data["about"]][1]


class _SpanForm(_OrderForm):
    first = forms.DateField(label=_("Dari"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    last = forms.DateField(label=_("Sampai"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean(self):
        said = super().clean()
        first, last = said.get("first"), said.get("last")
        if first and last and last < first:
            self.add_error("last", _("Hari terakhir terletak sebelum hari pertama."))
        elif first and last and last - first >= LONGEST:
            self.add_error("last", _("Paling panjang satu tahun."))
        elif last and last > self.reach.today:
            self.add_error("last", _("Hari ini belum sampai di sana."))
        return said

    @property
    def span(self) -> tuple[date, date]:
        return self.cleaned_data["first"], self.cleaned_data["last"]


class TableForm(_SpanForm):
    kind = forms.ChoiceField(label=_("Isi"), choices=[(kind, kind.label) for kind in Export.TABLES])
    by = forms.ChoiceField(label=_("Menurut"), choices=list(DAYS.items()))
    form = forms.ChoiceField(label=_("Bentuk"), choices=[("csv", "CSV"), ("xlsx", "XLSX")])
    field_order = ["kind", "about", "by", "first", "last", "form"]


class PackForm(_SpanForm):
    kind = forms.ChoiceField(
        label=_("Untuk"), choices=[(kind, kind.label) for kind in Export.PACKS], widget=forms.RadioSelect
    )
    field_order = ["kind", "about", "first", "last"]


class ReportForm(_OrderForm):
    """`month`: 2026-07."""

    month = forms.ChoiceField(label=_("Bulan"))

    def __init__(self, *args, words, **kwargs):
        super().__init__(*args, **kwargs)
        this = self.reach.today.replace(day=1)
        months = [month_after(this, -n) for n in range(1, MONTHS_OFFERED + 1)]
        self.fields["month"].choices = [(f"{each:%Y-%m}", words(each)) for each in [*months, this]]

    @property
    def span(self) -> tuple[date, date]:
        first = date.fromisoformat(f"{self.cleaned_data['month']}-01")
        return first, month_after(first) - timedelta(days=1)
