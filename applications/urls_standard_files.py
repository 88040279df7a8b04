"""Standards as files, and what the national template changed."""

urlpatterns: list = []
