"""The reporter's pages and the public ones. Included by `urls`, in its namespace."""

urlpatterns = []
