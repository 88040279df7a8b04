"""The people and businesses that file: made once, with sealed identities, and filing again and again."""

from dataclasses import dataclass
from datetime import date
from random import Random
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction

from agencies.loading.people import FIRST_NAMES, LAST_NAMES
from agencies.models import Business, Person, Region, Representation
from applications.search_words import words_in
from ptsp_portal.lib.bulk import text_of
from ptsp_portal.lib.crypto import fingerprint, seal

MOST_PEOPLE = 20_000
FILES_EACH = 20
PREFIX, DOMAIN = "muatan", "demo.test"
AT_ONCE = 2000
# Province: where its people were born. By turns: five of Kepulauan Riau, two of Kalimantan Timur, one of Rembang.
BIRTH_PLACES = {"21": "Tanjungpinang", "64": "Samarinda", "33": "Rembang"}
HOMES = ("21", "64", "21", "33", "21", "64", "21", "21")
TRADES = ("Bahari", "Gurindam", "Segantang Lada", "Cahaya Melayu", "Samudra", "Bestari", "Lestari Alam", "Mitra Pulau")


@dataclass(frozen=True)
class Staff:
    """Somebody at a desk; `uuid` stands in quotes, as in the journal's JSON."""

    user_id: int
    uuid: str
    name: str
    position: str


@dataclass(frozen=True)
class Applicant:
    """Somebody who files, for themselves or for a business. `columns`: filed_by … holder_address as COPY takes them."""

    user_id: int
    uuid: str
    name: str
    columns: str
    draft_columns: str
    words: tuple[str, ...]
    home: str  # the province's code


def applicants(files: int, random: Random, since: date) -> list[Applicant]:
    """One for FILES_EACH files, at most MOST_PEOPLE; every fourth also has a business."""
    count = max(40, min(MOST_PEOPLE, files // FILES_EACH))
    everywhere = Region.objects.of_level("kelurahan").select_related("parent").order_by("code")
    villages = {home: [each for each in everywhere if each.code.startswith(f"{home}.")] for home in BIRTH_PLACES}
    made = [_Made(number, random, villages) for number in range(count)]
    with transaction.atomic():
        _add_missing(made, since)
    users = {user.email: user for user in get_user_model().objects.filter(email__startswith=PREFIX)}
    people = {
        person.user_id: person for person in Person.objects.filter(user__email__startswith=PREFIX).only("id", "user_id")
    }
    found = [each.applicant(users[each.email], people[users[each.email].pk].pk) for each in made]
    rights = Representation.objects.filter(person__user__email__startswith=PREFIX).values_list(
        "person__user__email", "business_id"
    )
    businesses = dict(rights)
    found += [
        each.for_business(users[each.email], people, businesses[each.email]) for each in made if each.has_business
    ]
    return found


class _Made:
    """One invented person, the same for the same number and seed."""

    def __init__(self, number: int, random: Random, villages):
        self.email = f"{PREFIX}{number:05}@{DOMAIN}"
        self.uuid = UUID(int=random.getrandbits(128), version=4)
        names = (FIRST_NAMES[number % 41], random.choice(FIRST_NAMES), LAST_NAMES[number % 37])
        self.name = " ".join(dict.fromkeys(names))
        born = date(1955 + number % 48, 1 + number % 12, 1 + number % 28)
        self.home = HOMES[number % len(HOMES)]
        self.village = random.choice(villages[self.home])
        self.nik = f"{self.village.code[:8].replace('.', '')}{born:%d%m%y}{number // 4 % 9000 + 1:04}"
        self.born = born
        self.address = f"Jalan Hang Tuah No. {number % 180 + 1} RT 00{number % 8 + 1} RW 00{number % 6 + 1}"
        self.has_business = number % 4 == 0
        self.business_name = f"{('CV', 'PT', 'UD')[number % 3]} {TRADES[number % 8]} {LAST_NAMES[number // 8 % 37]}"
        self.nib = f"91203{number:08}"

    @property
    def where(self) -> str:
        return f"{self.address}, {self.village.full_name}, {self.village.parent.full_name}"

    def person(self, user) -> Person:
        return Person(
            user=user, name=self.name, nik=self.nik, nik_hash=fingerprint(self.nik), birth_place=BIRTH_PLACES[self.home],
            birth_on=self.born, address=self.address, region=self.village, phone=f"+62812{self.nib[-8:]}",
        )  # fmt: skip

    def business(self) -> Business:
        return Business(
            name=self.business_name, legal_form=self.business_name[:2], nib=self.nib, nib_hash=fingerprint(self.nib),
            address=self.address, region=self.village,
        )  # fmt: skip

    def applicant(self, user, person_id) -> Applicant:
        return self._as(user, person_id, r"\N", self.name, self.nik)

    def for_business(self, user, people, business_id) -> Applicant:
        return self._as(user, people[user.pk].pk, business_id, self.business_name, self.nib)

    def _as(self, user, person_id, business_id, name, identity) -> Applicant:
        who = f"{user.pk}\t{person_id}\t{business_id}"
        held = f"{who}\t{text_of(name)}\t{seal(identity)}\t{text_of(self.where)}"
        return Applicant(user.pk, f'"{user.uuid}"', name, held, f"{who}\t\t\t", tuple(words_in(name)), self.home)


def _add_missing(made: list[_Made], since: date) -> None:
    user_model = get_user_model()
    known = set(user_model.objects.filter(email__startswith=PREFIX).values_list("email", flat=True))
    new = [each for each in made if each.email not in known]
    users = user_model.objects.bulk_create(
        (user_model(uuid=each.uuid, email=each.email, full_name=each.name, password="!") for each in new), AT_ONCE
    )
    people = Person.objects.bulk_create((each.person(user) for each, user in zip(new, users, strict=True)), AT_ONCE)
    owners = [(each, user, person) for each, user, person in zip(new, users, people, strict=True) if each.has_business]
    businesses = Business.objects.bulk_create((each.business() for each, _user, _person in owners), AT_ONCE)
    Representation.objects.bulk_create(
        (
            Representation(person=person, business=business, status="active", basis="first", from_on=since)
            for (_each, _user, person), business in zip(owners, businesses, strict=True)
        ),
        AT_ONCE,
    )
