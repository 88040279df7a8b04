"""The editor of fields, requirements, stages and levy."""

urlpatterns: list = []
