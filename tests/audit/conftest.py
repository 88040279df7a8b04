import pytest
from django.contrib.auth import get_user_model


@pytest.fixture
def make_user():
    def make(email="sari@example.test", **fields):
        return get_user_model().objects.create_user(email=email, full_name="Sari Dewi", **fields)

    return make
