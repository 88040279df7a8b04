"""The guided question path and bundles."""

urlpatterns: list = []
