"""Trial filings, dry runs, moving a running file to a newer version."""

urlpatterns: list = []
