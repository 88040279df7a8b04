"""Who is told of a message in the conversation. The words of the message stand on the file's page only, never in a mail."""

from applications.notices.addressing import tell_applicant, tell_desk


def tell_applicant_message(application) -> None:
    tell_applicant("thread_answer", application)


def tell_desk_message(application) -> None:
    """The counter until registration, then the verifier: whoever has the file on the desk answers for the office."""
    tell_desk("thread_question", application, "verifier" if application.registration_number else "front_desk")
