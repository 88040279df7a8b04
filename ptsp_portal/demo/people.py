"""Townspeople for the story, with names as long as real ones; their identity is saved through the action."""

from datetime import date

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password

from agencies.actions import save_person
from agencies.loading.people import PASSWORD
from agencies.models import Region

NAMES = [
    "Siti Aminah binti Abdul Rahman",
    "Muhammad Fadhlurrahman Al-Hakim",
    "Yohanes Baptista Situmorang",
    "Dewi Kartika Sari Wulandari",
    "Raja Haji Ahmad Syafruddin",
    "Maria Magdalena Simanjuntak",
    "Tengku Nurul Izzah",
    "Hendrik Lim",
    "Sri Wahyuningsih Prasetyowati",
    "La Ode Muhammad Rusdi",
    "Nur Aisyah Harahap",
    "Bonifasius Ola Tokan",
]
VILLAGES = ["21.71.03.1003", "21.71.10.1001", "21.72.01.1001", "21.72.02.1001"]
# The other two places: who lives there, in which of their villages, and where they were born.
ELSEWHERE = {
    "samarinda": (["Siti Rahmah Noor", "Aji Muhammad Alimuddin", "Dewi Lestari Banjar"], "64.72.03.1001", "Samarinda"),
    "rembang": (["Sri Sulistyowati", "Kartono Hadi Prasetyo", "Siti Musyarofah"], "33.17.10.1027", "Rembang"),
}


def townspeople() -> list:
    """The twelve of Kepulauan Riau, made on the first call."""
    regions = list(Region.objects.filter(code__in=VILLAGES).order_by("code"))
    homes = [regions[number % len(regions)] for number in range(1, len(NAMES) + 1)]
    return _users(NAMES, homes, "Tanjungpinang", first=1)


def neighbours() -> dict[str, list]:
    """{place: its users}, made on the first call."""
    found, first = {}, len(NAMES) + 1
    for place, (names, village, birth_place) in ELSEWHERE.items():
        found[place] = _users(names, [Region.objects.get(code=village)] * len(names), birth_place, first)
        first += len(names)
    return found


def _users(names, homes, birth_place, first) -> list:
    user_model = get_user_model()
    wanted = [f"warga{number:02}@demo.test" for number in range(first, first + len(names))]
    known = {user.email: user for user in user_model.objects.filter(email__in=wanted)}
    password = make_password(PASSWORD) if len(known) < len(wanted) else ""
    return [
        known.get(email) or _new(user_model, email, name, first + number, password, home, birth_place)
        for number, (email, name, home) in enumerate(zip(wanted, names, homes, strict=True))
    ]


def _new(user_model, email, name, number, password, region, birth_place):
    user = user_model.objects.create(email=email, full_name=name, password=password)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    day, month, year = 3 + number, 1 + number % 12, 1975 + number
    woman = "Siti Dewi Maria Tengku Sri Nur".find(name.split()[0]) >= 0
    district = "217103" if region.code.startswith("21") else region.code[:8].replace(".", "")
    nik = f"{district}{day + 40 * woman:02}{month:02}{year % 100:02}{number:04}"
    data = {
        "nik": nik,
        "name": name,
        "birth_place": birth_place,
        "birth_on": date(year, month, day),
        "sex": "P" if woman else "L",
        "address": f"Jalan Ir. Sutami No. {number * 7}, RT 00{1 + number % 7} RW 00{1 + number % 5}",
        "region": region,
        "phone": f"+62812770{number:05}",
        "npwp": "",
    }
    save_person(data, by=user)
    return user
