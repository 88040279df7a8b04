from django.urls import path

from accounts import views

urlpatterns = [
    path("masuk/lanjut/", views.after_sign_in, name="after_sign_in"),
    path("bahasa/", views.set_language, name="set_language"),
]
