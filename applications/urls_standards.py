"""The pages of service standards: overview of an office, versions, editor, review, publication."""

urlpatterns: list = []
