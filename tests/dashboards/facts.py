"""Facts by hand, kept with the cells they add to, as folding keeps them; no file stands behind them."""

from datetime import date
from itertools import count

from dashboards.cells import cells_of_file, cells_of_request
from dashboards.cubes import Holder
from dashboards.folding import _add
from dashboards.models import FileFact, RequestFact

NUMBERS = count(9_000_001)
USUAL = date(2026, 7, 1)


def file_fact(office, service=1, **columns) -> FileFact:
    """Open at the verifier unless said otherwise."""
    values = {"submitted_on": USUAL, "registered_on": USUAL, "limit_days": 5, "place": office.region_id}
    if "closed_on" not in columns:
        values["holder"] = Holder.VERIFIER
    else:
        values |= {"outcome": "issued", "used_days": 3, "phases": [-1] * 5}
    fact = FileFact.objects.create(application_id=next(NUMBERS), office=office, service_id=service, **values | columns)
    _add(cells_of_file(fact))
    return fact


def request_fact(office, agency, **columns) -> RequestFact:
    """Open unless `closed_on` is given."""
    values = {"requested_on": USUAL, "limit_days": 3}
    if "closed_on" in columns:
        values |= {"result": "given", "own_days": 2}
    number = next(NUMBERS)
    fact = RequestFact.objects.create(
        recommendation_id=number, application_id=columns.pop("application_id", number), office=office, agency=agency,
        **values | columns,
    )  # fmt: skip
    _add(cells_of_request(fact))
    return fact
