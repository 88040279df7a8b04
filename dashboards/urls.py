"""Pages of those who govern. Paths are Indonesian, names English."""

app_name = "dashboards"
urlpatterns = []
