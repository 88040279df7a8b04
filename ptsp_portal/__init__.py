"""The Celery app is made with the project, so that a doorbell rung in a web process finds its broker."""

from ptsp_portal.celery import app as celery_app

__all__ = ["celery_app"]
