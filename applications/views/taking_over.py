"""/permohonan/terima/: an account takes a file that a counter filled in, with the code from paper."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.actions.passing_on import take_over_file
from applications.forms import TakeOverForm
from applications.models import Assistance
from audit.replay import once
from ptsp_portal.lib.audience import signed_in
from ptsp_portal.lib.limits import Limit, client_ip
from ptsp_portal.lib.rules import Refused

# 50 random bits can't be guessed at this pace.
PER_PERSON = Limit("take-over-person", tries=10, window=timedelta(hours=1))
PER_ADDRESS = Limit("take-over-address", tries=30, window=timedelta(hours=1))
NOT_FITTING = gettext_lazy(
    "Kode itu tidak cocok, sudah dipakai, lewat 14 hari, atau NIK dan tanggal lahirnya tidak sama dengan yang dicatat petugas. "
    "Periksa lagi, atau mintalah kode baru di tempat Anda dibantu."
)
TOO_MANY = gettext_lazy("Terlalu banyak percobaan. Tunggu satu jam, lalu coba lagi; kode Anda tetap berlaku.")


@signed_in
@once
def take_over(request):
    form = TakeOverForm(request.POST or None)
    status = 200
    if request.method == "POST":
        who, address = str(request.user.uuid), client_ip(request)
        if PER_PERSON.is_reached(who) or PER_ADDRESS.is_reached(address):
            form.is_valid()
            form.add_error(None, TOO_MANY)
            status = 429
        elif form.is_valid():
            if application := _taken(request, form):
                return _arrived(request, application)
            PER_PERSON.count(who)
            PER_ADDRESS.count(address)
            status = 400
        else:
            status = 400
    return render(request, "applications/assisting/take_over.html", {"form": form}, status=status)


def _taken(request, form):
    typed = form.cleaned_data
    try:
        application = take_over_file(
            typed["code"], by=request.user, relation=typed["relation"], nik=typed["nik"], birth_on=typed["birth_on"]
        )
    except Refused as refused:
        form.add_error(None, refused.message)
        return None
    if application is None:
        form.add_error(None, NOT_FITTING)
    return application


def _arrived(request, application):
    as_self = application.assistance.handed_over_as == Assistance.Relation.SELF
    words = (
        _("Permohonan ini sekarang di akun Anda.") if as_self else _("Permohonan keluarga Anda sekarang di akun Anda.")
    )
    messages.success(request, words)
    return redirect("applications:file", application.uuid)
