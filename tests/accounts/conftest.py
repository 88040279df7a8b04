import pytest


@pytest.fixture(autouse=True)
def mails_go_to_the_outbox(settings):
    """The test runner puts a mailbox in memory in their place."""
    settings.EMAIL_BACKEND = "notifications.channels.mailer.OutboxBackend"
