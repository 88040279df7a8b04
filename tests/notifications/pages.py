"""The pages of this app, at the addresses they have in the portal."""

from django.urls import include, path

urlpatterns = [path("", include("notifications.urls")), path("akun/", include("allauth.account.urls"))]
