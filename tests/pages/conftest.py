import pytest
from django.test import Client


@pytest.fixture
def anyone(reference):
    return Client()
