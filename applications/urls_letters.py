"""Letter texts: editing and preview."""

urlpatterns: list = []
