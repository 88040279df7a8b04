"""Reference data of complaints and of the survey."""

from complaints import survey_admin  # noqa: F401
