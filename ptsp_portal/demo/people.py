"""Twelve townspeople for the story, with names as long as real ones; their identity is saved through the action."""

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


def townspeople() -> list:
    """The users, made on the first call."""
    user_model = get_user_model()
    known = {user.email: user for user in user_model.objects.filter(email__startswith="warga")}
    password = make_password(PASSWORD) if len(known) < len(NAMES) else ""
    regions = list(Region.objects.filter(code__in=VILLAGES).order_by("code"))
    users = []
    for number, name in enumerate(NAMES, start=1):
        email = f"warga{number:02}@demo.test"
        users.append(
            known.get(email) or _new(user_model, email, name, number, password, regions[number % len(regions)])
        )
    return users


def _new(user_model, email, name, number, password, region):
    user = user_model.objects.create(email=email, full_name=name, password=password)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    day, month, year = 3 + number, 1 + number % 12, 1975 + number
    woman = "Siti Dewi Maria Tengku Sri Nur".find(name.split()[0]) >= 0
    nik = f"217103{day + 40 * woman:02}{month:02}{year % 100:02}{number:04}"
    data = {
        "nik": nik,
        "name": name,
        "birth_place": "Tanjungpinang",
        "birth_on": date(year, month, day),
        "sex": "P" if woman else "L",
        "address": f"Jalan Ir. Sutami No. {number * 7}, RT 00{1 + number % 7} RW 00{1 + number % 5}",
        "region": region,
        "phone": f"+62812770{number:05}",
        "npwp": "",
    }
    save_person(data, by=user)
    return user
