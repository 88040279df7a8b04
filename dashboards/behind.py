"""From a number to the files behind it: what `?apa=` of `dashboards:files` means.

    {% url "dashboards:files" %}?apa=<key>&kantor=<slug>&instansi=<slug>&wilayah=<code>&tempat=<code>&layanan=<code>
        &dari=<date>&sampai=<date>&batas=lewat|dekat

Everything may be left out (without `apa`: open ones); what lies outside the reader's reach is ignored or 404 like everywhere.
`kantor`: slug of the office that issues. `instansi`: slug of the agency asked. `wilayah`: the offices of that region (as
`Reach.narrowed`). `tempat`: files about that place, at any office (what PLACE_MONTH counts). `layanan`: code of the permit type
(not of requests that ended).
`dari`, `sampai`: local dates of the office, 2026-08-01, both included; a month's number gives its first and last day. Open ones
(`terbuka` … `instansi`, `permintaan`, `permintaan-lewat`) take no dates; `batas` narrows them: over the limit, or due within three
working days.

    open files by holder  terbuka (all), lewat (all that are overdue), menunggu-pemohon, loket, verifikasi, paraf, kepala, instansi,
                          lainnya
    by day                masuk, terdaftar, terbit, ditolak, gugur, diputus (issued and rejected), tepat, terlambat, jeda,
                          menit-terakhir, dibuka-lagi, dianggap-setuju
    requests              permintaan (open), permintaan-lewat, permintaan-masuk (asked), permintaan-dijawab, permintaan-terlambat,
                          permintaan-jeda, permintaan-menit-terakhir, permintaan-diulang
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dashboards.choosing import Choice, offices_about, places_within
from dashboards.cubes import Holder
from ptsp_portal.lib.moment import now

PAGE = 25
SOON_DAYS = 3  # working days
NO_DAY = "-"
CITY = 5  # letters of the code of a regency or city; a longer one names a kecamatan or kelurahan
FILE, REQUEST = "file", "request"


@dataclass(frozen=True)
class Kind:
    """One key. `where` is SQL over the fact `f`; `by` its day, of which an index knows the order."""

    words: str | Promise
    by: str = "closed_on"
    where: str = ""
    source: str = FILE
    is_open: bool = False
    is_late: bool = False


def _held(words, holder: Holder) -> Kind:
    return Kind(words, by="due_on", where=f"f.holder = {int(holder)}", is_open=True)


def _asked(words, where: str = "", **how) -> Kind:
    return Kind(words, where=where, source=REQUEST, **how)


DECIDED = "f.outcome IN ('issued', 'rejected')"
ANSWERED = "f.result IN ('given', 'deemed')"
KINDS: dict[str, Kind] = {
    "terbuka": Kind(_("Berkas yang berjalan"), by="due_on", is_open=True),
    "lewat": Kind(_("Berkas yang lewat batas"), by="due_on", is_open=True, is_late=True),
    "menunggu-pemohon": _held(_("Berkas yang menunggu pemohon"), Holder.APPLICANT),
    "loket": _held(_("Berkas di loket"), Holder.FRONT_DESK),
    "verifikasi": _held(_("Berkas di verifikator"), Holder.VERIFIER),
    "paraf": _held(_("Berkas yang menunggu paraf"), Holder.ENDORSER),
    "kepala": _held(_("Berkas di meja kepala"), Holder.HEAD),
    "instansi": _held(_("Berkas di instansi teknis"), Holder.AGENCIES),
    "lainnya": _held(_("Berkas di meja lain"), Holder.OTHER),
    "masuk": Kind(_("Berkas masuk"), by="submitted_on"),
    "terdaftar": Kind(_("Berkas terdaftar"), by="registered_on"),
    "terbit": Kind(_("Berkas terbit"), where="f.outcome = 'issued'"),
    "ditolak": Kind(_("Berkas ditolak"), where="f.outcome = 'rejected'"),
    "gugur": Kind(_("Berkas ditarik atau gugur"), where="f.outcome IN ('withdrawn', 'lapsed')"),
    "diputus": Kind(_("Berkas yang diputus"), where=DECIDED),
    "tepat": Kind(_("Berkas yang diputus tepat waktu"), where=f"{DECIDED} AND NOT f.is_late"),
    "terlambat": Kind(_("Berkas yang diputus terlambat"), where=f"{DECIDED} AND f.is_late"),
    "jeda": Kind(_("Berkas yang pernah menunggu pemohon"), where=f"{DECIDED} AND f.pauses > 0"),
    "menit-terakhir": Kind(_("Penolakan pada menit terakhir"), where="f.is_last_minute"),
    "dibuka-lagi": Kind(_("Berkas yang dibuka lagi"), where=f"{DECIDED} AND f.is_reopened"),
    "dianggap-setuju": Kind(_("Berkas yang dianggap dikabulkan"), where="f.is_deemed"),
    "permintaan": _asked(_("Permintaan rekomendasi yang belum dijawab"), by="due_on", is_open=True),
    "permintaan-lewat": _asked(
        _("Permintaan rekomendasi yang lewat batas"), by="due_on", is_open=True, is_late=True
    ),
    "permintaan-masuk": _asked(_("Permintaan rekomendasi yang masuk"), by="requested_on"),
    "permintaan-dijawab": _asked(_("Permintaan rekomendasi yang dijawab"), ANSWERED),
    "permintaan-terlambat": _asked(_("Rekomendasi yang terlambat"), "f.is_late"),
    "permintaan-jeda": _asked(_("Permintaan yang pernah menunggu pemohon"), "f.pauses > 0"),
    "permintaan-menit-terakhir": _asked(_("Jawaban tidak mendukung pada menit terakhir"), "f.is_last_minute"),
    "permintaan-diulang": _asked(_("Permintaan yang harus diulang"), "f.is_asked_again"),
}  # fmt: skip
TABLES = {
    FILE: ("dashboards_filefact", "application_id", "applications_application"),
    REQUEST: ("dashboards_requestfact", "recommendation_id", "applications_recommendation"),
}
# From each office (agency, place) its first few by index, then the first few of those: nothing long is sorted.
FIRST_KEYS = """
    SELECT x.key, x.day FROM unnest(%s::{type}[]) AS o(id) CROSS JOIN LATERAL (
        SELECT f.{key} AS key, f.{by} AS day FROM {table} f WHERE f.{axis} = o.id AND {where}
        ORDER BY {inner} LIMIT %s
    ) AS x ORDER BY {outer} LIMIT %s
"""


@dataclass
class Asked:
    """One list: what, of whom, from when to when, and how near the limit."""

    kind: Kind
    choice: Choice
    first: date | None = None
    last: date | None = None
    limit: str = ""  # "lewat", "dekat" or ""
    today: date = field(default_factory=lambda: now().date())
    soon: date | None = None

    @property
    def source(self) -> str:
        """An agency's name turns "files at agencies" into the requests to that agency."""
        at_one_agency = self.kind is KINDS["instansi"] and self.choice.agency
        return REQUEST if at_one_agency else self.kind.source


def keys_of(asked: Asked, after: str = "", size: int = PAGE + 1) -> list[tuple[int, date | None]]:
    """The next (key, day) of the list, open ones oldest deadline first (those without one last), others newest first.

    At most two statements. `after` is `cursor_of` the last row of the page before; nonsense starts anew.
    """
    day, key = _read(after)
    if not asked.kind.is_open:
        return _some(asked, size, "DESC", day, key)
    found = [] if day == NO_DAY else _some(asked, size, "ASC", day, key)
    if len(found) < size and not (asked.limit or asked.kind.is_late):
        found += _some(asked, size - len(found), None, NO_DAY, key if day == NO_DAY else 0)
    return found


def cursor_of(key: int, day: date | None) -> str:
    return f"{day.isoformat() if day else NO_DAY}|{key}"


def _read(after: str) -> tuple[date | str | None, int]:
    day, _bar, key = after.partition("|")
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return None, 0
    if day == NO_DAY:
        return NO_DAY, int(key)
    try:
        return date.fromisoformat(day), int(key)
    except ValueError:
        return None, 0


def _some(asked: Asked, size: int, order: str | None, day, key: int) -> list[tuple[int, date | None]]:
    """`order` None: those without a day, by key."""
    table, pk, _live = TABLES[asked.source]
    by = asked.kind.by if asked.source == asked.kind.source else "due_on"
    where, values = _conditions(asked, by)
    if order is None:
        where.append(f"f.{by} IS NULL AND f.{pk} > %s")
        values.append(key)
        inner, outer = f"f.{pk}", "x.key"
    else:
        where.append(f"f.{by} IS NOT NULL")
        if day:
            where.append(f"(f.{by}, f.{pk}) {'>' if order == 'ASC' else '<'} (%s, %s)")
            values += [day, key]
        inner, outer = f"f.{by} {order}, f.{pk} {order}", f"x.day {order}, x.key {order}"
    axis, each_of, kind = _axis(asked)
    sql = FIRST_KEYS.format(
        table=table, key=pk, axis=axis, by=by, where=" AND ".join(where), inner=inner, outer=outer, type=kind
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [each_of, *values, size, size])
        return cursor.fetchall()


def _axis(asked: Asked) -> tuple[str, list, str]:
    """The column that an index begins with, its values, and their type."""
    choice = asked.choice
    if asked.source == REQUEST:
        return "agency_id", [choice.agency.pk] if choice.agency else choice.reach.agency_ids, "int"
    if len(choice.place) > CITY:
        return "place", places_within(choice.place), "text"
    return "office_id", offices_about(choice.place) if choice.place and not choice.office else choice.office_ids, "int"


def _conditions(asked: Asked, by: str) -> tuple[list[str], list]:
    where, values = (["f.closed_on IS NULL"] if asked.kind.is_open else [f"f.{by} IS NOT NULL"]), []
    if asked.source == asked.kind.source and asked.kind.where:
        where.append(asked.kind.where)
    for sql, value in (*_within(asked), *_between(asked, by), *_near(asked)):
        where.append(sql)
        values += value
    return where, values


def _within(asked: Asked):
    """Of the chosen service and place; of requests, of offices or agencies that the reader answers for."""
    choice = asked.choice
    if asked.source == FILE:
        if choice.service:
            yield "f.service_id = %s", [choice.service.pk]
        if choice.office and choice.place:
            yield "f.office_id = %s", [choice.office.pk]
        if choice.place and len(choice.place) <= CITY:
            yield "(f.place = %s OR f.place LIKE %s)", [choice.place, f"{choice.place}.%"]
        return
    if choice.office:
        yield "f.office_id = %s", [choice.office.pk]
    is_mine = choice.agency is None or choice.agency.pk in choice.whole.agency_ids
    if not is_mine or asked.kind.source == FILE:
        yield "f.office_id = ANY(%s)", [choice.reach.office_ids]
    if choice.service:
        of_service = (
            "SELECT 1 FROM dashboards_filefact g WHERE g.application_id = f.application_id AND g.service_id = %s"
        )
        yield f"EXISTS ({of_service})", [choice.service.pk]


def _between(asked: Asked, by: str):
    if asked.kind.is_open:
        return
    if asked.first:
        yield f"f.{by} >= %s", [asked.first]
    if asked.last:
        yield f"f.{by} <= %s", [asked.last]


def _near(asked: Asked):
    """Over the limit: due before today, or due today at an hour that is over. Near: not over, and due within three working days."""
    _table, pk, live = TABLES[asked.source]
    over_today = f"EXISTS (SELECT 1 FROM {live} a WHERE a.id = f.{pk} AND a.due_at < %s)"
    if asked.kind.is_late or asked.limit == "lewat":
        yield (
            f"f.due_on <= %s AND (f.due_on < %s OR {over_today})", [asked.today, asked.today, now()]
        )  # fmt: skip
    elif asked.limit == "dekat" and asked.kind.is_open:
        yield (
            f"f.due_on BETWEEN %s AND %s AND (f.due_on > %s OR NOT {over_today})",
            [asked.today, asked.soon or asked.today, asked.today, now()],
        )


def asked_for(choice: Choice, query: Mapping[str, str], calendar) -> Asked | None:
    """What the address asks for (without `apa`: everything open); None for an unknown key, or of files for whoever has none."""
    kind = KINDS.get(query.get("apa") or ("permintaan" if choice.leads_only else "terbuka"))
    if kind is None or (choice.leads_only and kind.source == FILE):
        return None
    if kind.source == REQUEST and not kind.is_open:
        choice = replace(choice, service=None)  # no index holds answered requests of one service together
    today = calendar.local_date(now())
    limit = query.get("batas", "")
    return Asked(
        kind=kind,
        choice=choice,
        first=_day(query.get("dari", "")),
        last=_day(query.get("sampai", "")),
        limit=limit if limit in ("lewat", "dekat") and kind.is_open else "",
        today=today,
        soon=calendar.add_working_days(today, SOON_DAYS),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
