"""Who may write in the conversation on a file. Whoever sees the file reads it."""

from applications.policies.people import at_office, is_applicant

# Agencies asked read the conversation and ask through the one merged clarification instead: the applicant hears one voice,
# and a question that stops the clock stands on the legal list. Auditors and executives only read.
ANSWERING = ("front_desk", "verifier", "endorser", "head")


def can_write(user, application) -> bool:
    """The applicant to the office, and whoever works on files at the issuing office to the applicant."""
    return is_applicant(user, application) or at_office(user, application, *ANSWERING)
