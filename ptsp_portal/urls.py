"""Every path of the portal. Paths are Indonesian, names English."""

from django.contrib import admin
from django.urls import include, path

from complaints.views import filing
from ptsp_portal import views, views_own_data, views_style

handler500 = "ptsp_portal.lib.incidents.server_error"
urlpatterns = [
    path("", views.home, name="home"),
    path("pengaduan/", filing.report, name="complaints"),
    path("sehat/", views.health, name="health"),
    path("gaya/", views_style.style, name="style"),
    # Before the desks of applications, whose /kerja/<meja>/ would take /kerja/pengaduan/.
    path("", include("complaints.urls")),
    path("", include("complaints.urls_survey")),
    path("", include("applications.urls")),
    path("pimpinan/", include("dashboards.urls")),
    path("", include("dashboards.urls_public")),
    path("", include("notifications.urls")),
    path("", include("accounts.urls")),
    path("profil/data-saya/", views_own_data.own_data, name="own_data"),
    path("", include("agencies.urls")),
    path("akun/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
]
