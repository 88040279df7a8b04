from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("akun/", include("allauth.account.urls")),
    path("", include("accounts.urls")),
    path("profil/", include("agencies.urls")),
    path("", include("notifications.urls")),
]
