"""The demo accounts: who they are and which office they hold. The tests know the same people. Never for real data."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db.models import Value
from django.db.models.functions import Concat

from agencies.loading.offices import PROVINCE, TENANTS, Office, first_offices, later_offices
from agencies.models import Agency, Business, Membership, Person, Representation
from ptsp_portal.lib.moment import now

PASSWORD = "ptsp-demo-2026"
DOMAIN = "demo.test"
BATAM, SEKUPANG, TANJUNG_RIAU = "21.71", "21.71.03", "21.71.03.1003"
SAMARINDA, REMBANG = "64.72", "33.17"
UNIT = "UPT-SEKUPANG"
# Whose DPMPTSP has people beside Kepulauan Riau's, so that it serves online. Agencies have an officer everywhere.
STAFFED_LATER = ("64", "64.71", SAMARINDA, REMBANG)
Role = Membership.Role

FIRST_NAMES = (
    "Agus Hendra Dewi Rahmat Sri Yusuf Maria Eko Fitri Zulkifli Ratna Bambang Nurhayati Rizal Indah Ahmad Lestari Dedi Yuliana "
    "Iskandar Wahyu Rina Syahrul Kartika Taufik Melati Joko Aisyah Ridwan Puspita Hasan Novita Arif Desi Irwan Sulastri Fauzan "
    "Tuti Gunawan Mutiara Rusdi"
).split()
LAST_NAMES = (
    "Saputra Siregar Wibowo Nasution Rahayu Simanjuntak Hidayat Lubis Pratama Harahap Kurniawan Sinaga Setiawan Ginting "
    "Firmansyah Batubara Santoso Hutagalung Ramadhan Anwar Susanto Manurung Hakim Sembiring Utami Panjaitan Maulana Tambunan "
    "Permata Daulay Nugroho Effendi Wahyuni Sitompul Ismail Purba Arifin"
).split()
DEGREES = {
    Role.HEAD: ", S.STP., M.Si.",
    Role.ENDORSER: ", S.Sos., M.Si.",
    Role.OFFICER: ", S.T.",
    Role.VERIFIER: ", S.H.",
}


@dataclass(frozen=True)
class Post:
    """One membership: role and printed title in the agency of that code and region."""

    region_code: str
    agency_code: str
    role: str
    title: str


@dataclass(frozen=True)
class Identity:
    """A made-up but well-formed person: KTP-el data, and perhaps a business of their own (name, NIB, NPWP)."""

    nik: str
    birth_place: str
    birth_on: date
    sex: str
    address: str
    region_code: str
    phone: str
    business: tuple[str, str, str] | None = None


@dataclass(frozen=True)
class DemoPerson:
    """One account."""

    email: str
    full_name: str
    posts: tuple[Post, ...] = field(default=())
    identity: Identity | None = None
    is_admin: bool = False


NURUL = Identity(
    nik="2171035405910001", birth_place="Tanjungpinang", birth_on=date(1991, 5, 14), sex=Person.Sex.FEMALE,
    address="Jl. Gajah Mada No. 12 RT 002 RW 005", region_code=TANJUNG_RIAU, phone="+6281270001234",
    business=("CV Bahari Jaya", "9120107712345", "0312345678217000"),
)  # fmt: skip
RIZKY = Identity(
    nik="2171102308880002", birth_place="Batam", birth_on=date(1988, 8, 23), sex=Person.Sex.MALE,
    address="Perumahan Citra Batam Blok C No. 7", region_code="21.71.10.1001", phone="+6281372005678",
)  # fmt: skip


@cache
def demo_people() -> tuple[DemoPerson, ...]:
    """Every demo account, in a fixed order with fixed names."""
    people = [
        DemoPerson(f"pemohon@{DOMAIN}", "Nurul Hidayati Siregar", identity=NURUL),
        DemoPerson(f"pemohon2@{DOMAIN}", "Rizky Ananda Putra", identity=RIZKY),
        DemoPerson(f"admin@{DOMAIN}", "Putri Maharani", is_admin=True),
        DemoPerson(
            f"gubernur@{DOMAIN}",
            "Andi Iskandar Muda",
            (Post(PROVINCE, "GUBERNUR", Role.EXECUTIVE, "Gubernur Kepulauan Riau"),),
        ),
    ]
    first = [entry for office in first_offices() for entry in _office_posts(office)]
    later = [entry for office in later_offices() for entry in _office_posts(office)]
    posts = [*first, *_village_posts(), *_further_posts(), *later, *_later_posts()]
    people += [_officer(number, account, held) for number, (account, held) in enumerate(posts)]
    return tuple(people)


def _officer(number: int, account: str, posts: tuple[Post, ...]) -> DemoPerson:
    """41 first and 37 last names share no factor, so no two officers have the same name."""
    name = f"{FIRST_NAMES[number % len(FIRST_NAMES)]} {LAST_NAMES[number % len(LAST_NAMES)]}"
    return DemoPerson(f"{account}@{DOMAIN}", name + DEGREES.get(posts[-1].role, ""), posts)


def _office_posts(office: Office) -> list[tuple[str, tuple[Post, ...]]]:
    """(account, posts) of one office of the province or of a regency/city."""
    place = TENANTS.get(office.region_code)
    if office.kind == Agency.Kind.PTSP:
        if not office.region_code.startswith(PROVINCE) and office.region_code not in STAFFED_LATER:
            return []
        titles = {
            ("loket", Role.FRONT_DESK): f"Petugas Loket {office.name}",
            ("verifikator", Role.VERIFIER): f"Verifikator Perizinan {office.name}",
            ("kabid", Role.ENDORSER): f"Kepala Bidang Pelayanan Perizinan {office.name}",
            ("kadis", Role.HEAD): f"Kepala {office.name}",
        }
        return [
            (f"{account}.{place}", (Post(office.region_code, office.code, role, title),))
            for (account, role), title in titles.items()
        ]
    if office.kind in (Agency.Kind.OPD, Agency.Kind.VERTICAL):
        title = f"Petugas Teknis {office.name}"[:120]
        return [(f"opd.{office.code.lower()}.{place}", (Post(office.region_code, office.code, Role.OFFICER, title),))]
    if office.kind == Agency.Kind.LEADERSHIP and office.region_code != PROVINCE:
        return [
            (f"{office.code.lower()}.{place}", (Post(office.region_code, office.code, Role.EXECUTIVE, office.name),))
        ]
    return []


def _village_posts() -> list[tuple[str, tuple[Post, ...]]]:
    """The kecamatan and the kelurahan that serve online in the demo; their desk also answers requests from other offices."""
    desk = (Role.FRONT_DESK, Role.VERIFIER, Role.OFFICER)
    kecamatan, kelurahan = (SEKUPANG, "KECAMATAN"), (TANJUNG_RIAU, "KELURAHAN")
    return [
        ("petugas.sekupang", tuple(Post(*kecamatan, role, "Petugas Pelayanan Kecamatan Sekupang") for role in desk)),
        ("sekcam.sekupang", (Post(*kecamatan, Role.ENDORSER, "Sekretaris Kecamatan Sekupang"),)),
        ("camat.sekupang", (Post(*kecamatan, Role.HEAD, "Camat Sekupang"),)),
        (
            "petugas.tanjungriau",
            tuple(Post(*kelurahan, role, "Petugas Pelayanan Kelurahan Tanjung Riau") for role in desk),
        ),
        ("lurah.tanjungriau", (Post(*kelurahan, Role.HEAD, "Lurah Tanjung Riau"),)),
    ]


def _further_posts() -> list[tuple[str, tuple[Post, ...]]]:
    """Superiors, a second officer, a sub-unit, an office's admin: whom warnings, assigning, handing down and posts need."""
    return [
        ("kepala.dinkes.batam", (Post(BATAM, "DINKES", Role.HEAD, "Kepala Dinas Kesehatan Kota Batam"),)),
        (
            "kepala.pupr.batam",
            (Post(BATAM, "PUPR", Role.HEAD, "Kepala Dinas Pekerjaan Umum dan Penataan Ruang Kota Batam"),),
        ),
        ("opd2.dlh.batam", (Post(BATAM, "DLH", Role.OFFICER, "Petugas Teknis Dinas Lingkungan Hidup Kota Batam"),)),
        ("sekda.batam", (Post(BATAM, "SETDA", Role.HEAD, "Sekretaris Daerah Kota Batam"),)),
        ("sekda.kepri", (Post(PROVINCE, "SETDA", Role.HEAD, "Sekretaris Daerah Provinsi Kepulauan Riau"),)),
        ("uptd.batam", (Post(BATAM, UNIT, Role.OFFICER, "Petugas UPT Puskesmas Sekupang"),)),
        ("admin.batam", (Post(BATAM, "DPMPTSP", Role.OFFICE_ADMIN, "Admin Kantor DPMPTSP Kota Batam"),)),
        ("bendahara.batam", (Post(BATAM, "DPMPTSP", Role.TREASURER, "Bendahara Penerimaan DPMPTSP Kota Batam"),)),
        ("pengaduan.batam", (Post(BATAM, "DPMPTSP", Role.COMPLAINT_OFFICER, "Petugas Pengaduan DPMPTSP Kota Batam"),)),
        (
            "pengaduan.kepri",
            (Post(PROVINCE, "DPMPTSP", Role.COMPLAINT_OFFICER, "Petugas Pengaduan DPMPTSP Provinsi Kepulauan Riau"),),
        ),
        ("inspektorat.batam", (Post(BATAM, "INSPEKTORAT", Role.OFFICER, "Auditor Inspektorat Kota Batam"),)),
        ("inspektur.batam", (Post(BATAM, "INSPEKTORAT", Role.HEAD, "Inspektur Kota Batam"),)),
        (
            "admin.kepri",
            (Post(PROVINCE, "DPMPTSP", Role.OFFICE_ADMIN, "Admin Kantor DPMPTSP Provinsi Kepulauan Riau"),),
        ),
    ]


def _later_posts() -> list[tuple[str, tuple[Post, ...]]]:
    """Inspectors who audit, and in Samarinda and Rembang whoever a file or a complaint needs beyond the desks."""
    posts = []
    for code, called in ((BATAM, "Kota Batam"), (SAMARINDA, "Kota Samarinda"), (REMBANG, "Kabupaten Rembang")):
        place = TENANTS[code]
        posts.append(
            (f"pemeriksa.{place}", (Post(code, "INSPEKTORAT", Role.AUDITOR, f"Auditor Inspektorat {called}"),))
        )
        if code != BATAM:
            inspector, complaints = f"Petugas Inspektorat {called}", f"Petugas Pengaduan DPMPTSP {called}"
            posts += [
                (f"sekda.{place}", (Post(code, "SETDA", Role.HEAD, f"Sekretaris Daerah {called}"),)),
                (f"inspektorat.{place}", (Post(code, "INSPEKTORAT", Role.OFFICER, inspector),)),
                (f"pengaduan.{place}", (Post(code, "DPMPTSP", Role.COMPLAINT_OFFICER, complaints),)),
                (f"kepala.dinkes.{place}", (Post(code, "DINKES", Role.HEAD, f"Kepala Dinas Kesehatan {called}"),)),
            ]
    return posts


def _add_unit():
    """A sub-unit of DINKES Batam, so that handing a request down can be tried."""
    parent = Agency.objects.get(region_id=BATAM, code="DINKES")
    name = "UPT Puskesmas Sekupang"
    fields = {"name": name, "kind": Agency.Kind.OPD, "parent": parent, "slug": "upt-puskesmas-sekupang"}
    Agency.objects.get_or_create(region_id=BATAM, code=UNIT, defaults=fields)


def _add_official_addresses():
    """Where signed links go; invented, as everything here."""
    asked = Agency.objects.filter(kind__in=[Agency.Kind.OPD, Agency.Kind.VERTICAL], email="")
    asked.update(email=Concat("slug", Value(f"@{DOMAIN}")))


def load_people() -> int:
    """Add the accounts that are missing with their offices, and the applicants' identities. Returns how many were added."""
    _add_unit()
    _add_official_addresses()
    added = _add_users()
    users = {user.email: user for user in get_user_model().objects.filter(email__in=[p.email for p in demo_people()])}
    _add_addresses(users)
    _add_memberships(users)
    for person in demo_people():
        if person.identity and not Person.objects.filter(user=users[person.email]).exists():
            _add_identity(users[person.email], person.identity)
    return added


def _add_users() -> int:
    """One hash for all: the password is published anyway, and hashing 400 times would take most of the loading time."""
    user_model = get_user_model()
    known = set(user_model.objects.values_list("email", flat=True))
    password = make_password(PASSWORD)
    missing = [person for person in demo_people() if person.email not in known]
    user_model.objects.bulk_create(
        user_model(
            email=person.email,
            full_name=person.full_name,
            password=password,
            is_staff=person.is_admin,
            is_superuser=person.is_admin,
        )
        for person in missing
    )
    return len(missing)


def _add_addresses(users: dict):
    known = set(EmailAddress.objects.filter(email__in=users).values_list("email", flat=True))
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=email, verified=True, primary=True)
        for email, user in users.items()
        if email not in known
    )


def _add_memberships(users: dict):
    """In office since the start of last year, so that the demo story may be told in the past."""
    agencies = {(region, code): pk for region, code, pk in Agency.objects.values_list("region_id", "code", "pk")}
    known = set(Membership.objects.values_list("user_id", "agency_id", "role"))
    since = date(now().year - 1, 1, 1)
    wanted = [(users[person.email].pk, post) for person in demo_people() for post in person.posts]
    rows = [
        Membership(
            user_id=user,
            agency_id=agencies[post.region_code, post.agency_code],
            role=post.role,
            title=post.title,
            from_on=since,
        )
        for user, post in wanted
    ]
    Membership.objects.bulk_create(row for row in rows if (row.user_id, row.agency_id, row.role) not in known)


def _add_identity(user, identity: Identity):
    fields = {name: getattr(identity, name) for name in ("nik", "birth_place", "birth_on", "sex", "address", "phone")}
    person = Person.objects.create(
        user=user, name=user.full_name, region_id=identity.region_code, npwp=identity.nik, **fields
    )
    if identity.business:
        name, nib, npwp = identity.business
        business = Business.objects.create(
            name=name, legal_form="CV", nib=nib, npwp=npwp, address=identity.address, region_id=identity.region_code
        )
        Representation.objects.create(
            person=person,
            business=business,
            status=Representation.Status.ACTIVE,
            basis=Representation.Basis.FIRST,
            from_on=date(now().year - 1, 1, 1),  # so that the demo story may be told in the past
        )
