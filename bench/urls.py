from django.http import HttpResponse
from django.urls import path

from ptsp_portal.lib.audience import public
from ptsp_portal.urls import urlpatterns as portal


@public
def empty(request):
    return HttpResponse("")


urlpatterns = [path("kosong/", empty), *portal]
