"""/standar/<uuid>/isian|persyaratan|tahap|biaya/: the four structured sections of one version, to read or (a draft) to change."""

from django.views.decorators.http import require_GET

from applications.views.draft_pages import version_of
from applications.views.standard_fields import field_list
from applications.views.standard_levy import levy_page
from applications.views.standard_requirements import requirement_list
from applications.views.standard_stages import stage_list
from ptsp_portal.lib.audience import office

PAGES = {"isian": field_list, "persyaratan": requirement_list, "tahap": stage_list, "biaya": levy_page}


@office
@require_GET
def part(request, uuid, section):
    return PAGES[section](request, version_of(request, uuid))
