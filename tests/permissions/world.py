"""The rows that the addresses of the matrix name: one file with everything that can hang on a file."""

from uuid import uuid4

from notifications.models import Message
from tests.factories import BATAM, person, verified

# address: its parts, from the world below; what is not here takes the world's values by the names of its parts.
EXAMPLES = {
    "applications:start_filing": lambda of: {"office_slug": BATAM, "code": "SIPF"},
    "applications:office_service": lambda of: {"office_slug": BATAM, "code": "SIPF"},
    "applications:edit_section": lambda of: {"uuid": of["uuid"], "section": "lokasi"},
    "applications:printed": lambda of: {"uuid": of["uuid"], "kind": "receipt"},
    "applications:document": lambda of: {"uuid": of["document"]},
    "applications:recommendation": lambda of: {"uuid": of["request"]},
    "applications:acknowledge": lambda of: {"uuid": of["request"]},
    "notifications:message": lambda of: {"uuid": of["message"]},
    "notifications:mail": lambda of: {"uuid": of["mail"]},
    "agencies:business": lambda of: {"uuid": of["business"]},
    "agencies:edit_business": lambda of: {"uuid": of["business"]},
    "agencies:claim": lambda of: {"uuid": uuid4()},
    "agencies:claim_letter": lambda of: {"uuid": uuid4()},
    "agencies:end_representation": lambda of: {"uuid": of["right"]},
}


def world_of() -> dict:
    file = verified()
    owner = person("pemohon")
    right = owner.person.representations.select_related("business").get()
    messages = Message.objects.filter(user=owner, about=file.uuid)
    return {
        "uuid": file.uuid,
        "request": file.recommendations.get().uuid,
        "document": file.documents.first().uuid,
        "message": messages.filter(channel="inapp").first().uuid,
        "mail": messages.filter(channel="email").first().uuid,
        "business": right.business.uuid,
        "right": right.uuid,
        "desk": "verifikasi",
        "code": "SIPF",
        "token": "nonsense",
    }
