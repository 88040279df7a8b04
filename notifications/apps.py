from django.apps import AppConfig
from django.core.checks import register

from notifications.checks import mail_has_a_way_out


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = "Pemberitahuan"

    def ready(self):
        register(mail_has_a_way_out)
