"""The profile (/profil/…) and the office's own page (/kantor/…)."""

from django.urls import include, path

from agencies.views import office, office_calendar, profile, rights

app_name = "agencies"
of_profile = [
    path("", profile.profile, name="profile"),
    path("data/", profile.edit_person, name="edit_person"),
    path("usaha/baru/", profile.business_new, name="business_new"),
    path("usaha/<uuid:uuid>/", profile.business, name="business"),
    path("usaha/<uuid:uuid>/ubah/", profile.edit_business, name="edit_business"),
    path("undangan/<str:token>/", profile.invitation, name="invitation"),
    path("kuasa/", profile.claims, name="claims"),
    path("kuasa/<uuid:uuid>/", profile.claim, name="claim"),
    path("kuasa/<uuid:uuid>/surat/", profile.claim_letter, name="claim_letter"),
    path("kuasa/<uuid:uuid>/akhiri/", profile.end_representation, name="end_representation"),
]
of_office = [
    path("", office.office_home, name="office_home"),
    path("usulan/<uuid:uuid>/", rights.rights_request, name="rights_request"),
    path("jabatan/<uuid:uuid>/akhiri/", office.end_post, name="end_post"),
    path("jabatan/<uuid:uuid>/perpanjang/", rights.prolong_post, name="prolong_post"),
    path("jabatan/<uuid:uuid>/limpahkan/", rights.lend_post, name="lend_post"),
    path("pelimpahan/<uuid:uuid>/akhiri/", office.end_delegation, name="end_delegation"),
    path("<slug:office_slug>/", office.office_page, name="office"),
    path("<slug:office_slug>/petugas/baru/", rights.propose_role, name="propose_role"),
    path("<slug:office_slug>/kalender/", office_calendar.calendar, name="office_calendar"),
]
urlpatterns = [path("profil/", include(of_profile)), path("kantor/", include(of_office))]
