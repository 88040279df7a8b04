"""Who keeps an office's counter, who calls the next, and whose appointment it is."""

from django.utils.translation import gettext_lazy as _

from agencies.policies import has_role
from ptsp_portal.lib.rules import refusal


@refusal(_("Loket, antrean, dan janji temu hanya diatur oleh admin kantor itu. Tidak ada yang berubah."))
def can_set_counter(user, office) -> bool:
    return has_role(user, office, "office_admin")


@refusal(_("Pustaka frasa instansi hanya diurus oleh admin kantornya. Tidak ada yang berubah."))
def can_keep_phrases(user, agency) -> bool:
    return has_role(user, agency, "office_admin")


@refusal(_("Nomor antrean hanya dipanggil oleh petugas loket kantor itu. Tidak ada yang berubah."))
def can_call(user, office) -> bool:
    return has_role(user, office, "front_desk")


@refusal(_("Janji temu ini dibatalkan oleh pembuatnya atau petugas loket. Tidak ada yang berubah."))
def can_cancel_appointment(user, appointment) -> bool:
    """Its maker, or the counter. Made without an account: whoever has its random address."""
    if appointment.user_id is None:
        return True
    return appointment.user_id == user.pk or can_call(user, appointment.office)
