"""The levy of one file as its page shows it: the bill, its state in words, how to pay, or the estimate."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from applications import levy
from applications.models import Application, Bill, Payment, PrintedDocument
from ptsp_portal.lib.moment import now

WORDS = {
    "open": ("wait", _("Menunggu pembayaran")),
    "paid": ("ok", _("Lunas")),
    "expired": ("late", _("Kedaluwarsa, belum dibayar")),
    "cancelled": ("quiet", _("Dibatalkan – jangan dibayar")),
}


@dataclass(frozen=True)
class LevyCard:
    """For templates/applications/levy/_on_file.html."""

    is_free: bool = False
    bill: Bill | None = None
    state: str = ""
    payment: Payment | None = None
    document: PrintedDocument | None = None
    estimate: int | None = None
    shows_estimate: bool = False
    how_to_pay: str = ""

    @property
    def tag(self) -> str:
        return WORDS[self.state][0]

    @property
    def word(self) -> str:
        return WORDS[self.state][1]


def levy_of(application: Application) -> LevyCard:
    """A free service asks nothing of the database."""
    standard = application.standard
    if not application.has_fee:
        return LevyCard(is_free=application.closed_at is None)
    bill = application.bills.select_related("payment").order_by("-id").first()
    if bill is None:
        is_open = application.closed_at is None
        return LevyCard(estimate=levy.estimate(standard, application.answers), shows_estimate=is_open)
    return LevyCard(
        bill=bill,
        state=bill.state_on(application.office.region.local_date(now())),
        payment=getattr(bill, "payment", None),
        document=bill.printed_documents.first(),
        how_to_pay=bill.tariff.get("how_to_pay") or levy.HOW_TO_PAY,
    )
