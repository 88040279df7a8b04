"""A few pages for the tests of audit/replay.py; `visits` counts how often the work was done."""

import threading
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import include, path

from audit.replay import once
from ptsp_portal.lib.audience import public, signed_in
from ptsp_portal.lib.rules import Refused

at_work, may_go_on = threading.Event(), threading.Event()


def save_something(email="") -> str:
    """A change that can be counted, and an answer that differs every time."""
    get_user_model().objects.create_user(email=email or f"{uuid4()}@saved.test", full_name="Saved")
    return f"/jawaban/{uuid4()}/"


@signed_in
@once
def act(request):
    if request.method == "GET":
        return HttpResponse("form")
    where = save_something()
    if request.POST.get("wrong") == "form":
        return HttpResponse("errors", status=422)
    if request.POST.get("wrong") == "refused":
        raise Refused("Tidak bisa.")
    if request.POST.get("wrong") == "crash":
        raise ZeroDivisionError
    return redirect(where)


@public
@once
def anonymous_act(request):
    return redirect(save_something())


@public
@once
def slow_act(request):
    where = save_something()
    at_work.set()
    may_go_on.wait(10)
    if "fail" in request.GET and not may_go_on.failed:
        may_go_on.failed = True
        raise Refused("Tidak bisa.")
    return redirect(where)


urlpatterns = [
    path("act/", act),
    path("other/", act),
    path("anonymous/", anonymous_act),
    path("slow/", slow_act),
    path("akun/", include("allauth.account.urls")),
]
