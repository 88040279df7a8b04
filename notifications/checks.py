"""What a configuration may have forgotten."""

from django.core.checks import Warning as Notice

from notifications.channels import mail_can_leave


def mail_has_a_way_out(app_configs, **kwargs):
    if mail_can_leave():
        return []
    return [
        Notice(
            "EMAIL_HOST is not set and this is no demo: e-mails stay waiting and nobody receives them.",
            hint="Set EMAIL_HOST; what waits is sent then.",
            id="notifications.W001",
        )
    ]
