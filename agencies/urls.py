from django.urls import path

from agencies import views

app_name = "agencies"
urlpatterns = [
    path("", views.profile, name="profile"),
    path("data/", views.edit_person, name="edit_person"),
    path("usaha/baru/", views.business_new, name="business_new"),
    path("usaha/<uuid:uuid>/", views.business, name="business"),
    path("usaha/<uuid:uuid>/ubah/", views.edit_business, name="edit_business"),
    path("undangan/<str:token>/", views.invitation, name="invitation"),
    path("kuasa/", views.claims, name="claims"),
    path("kuasa/<uuid:uuid>/", views.claim, name="claim"),
    path("kuasa/<uuid:uuid>/surat/", views.claim_letter, name="claim_letter"),
    path("kuasa/<uuid:uuid>/akhiri/", views.end_representation, name="end_representation"),
]
