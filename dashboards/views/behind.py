"""Pages of the files behind a number."""

from django.http import Http404

from ptsp_portal.lib.audience import office


@office
def files(request):
    """The files behind a number; filled in by the next commit."""
    raise Http404
