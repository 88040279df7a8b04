"""Counting everything a second time, from the raw rows and without a line of the code that keeps the figures.

Days are walked one by one, office hours cut out of them, events applied in order; slow and plain on purpose.
"""

from collections import Counter, defaultdict
from datetime import datetime, time, timedelta
from fractions import Fraction
from math import ceil
from zoneinfo import ZoneInfo

from django.db import connection

ONE_DAY = timedelta(days=1)


def rows(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


class Wall:
    """The clock and the calendar on the wall of one office, read from the tables by the rules of handbook 2.4."""

    def __init__(self, region: str, zone: str):
        codes = [region[:n] for n in (2, 5, 8, 13) if len(region) >= n]
        self.zone = ZoneInfo(zone)
        days_off = rows('SELECT "on" FROM agencies_holiday WHERE region_id IS NULL OR region_id = ANY(%s)', codes)
        self.off = {row["on"] for row in days_off}
        above = rows("SELECT * FROM agencies_region WHERE code = ANY(%s) ORDER BY length(code) DESC", codes)
        first = lambda name, usual: next((row[name] for row in above if row[name]), usual)  # noqa: E731
        self.weekdays = first("work_days", [1, 2, 3, 4, 5])
        self.opens, self.closes = first("opens_at", time(8)), first("closes_at", time(16))
        self.friday = first("friday_closes_at", self.closes)

    def date(self, moment):
        return moment and moment.astimezone(self.zone).date()

    def works(self, day) -> bool:
        return day.isoweekday() in self.weekdays and day not in self.off

    def hours(self, day):
        closes = self.friday if day.isoweekday() == 5 else self.closes
        return datetime.combine(day, self.opens, self.zone), datetime.combine(day, closes, self.zone)

    def worked(self, start, end) -> Fraction:
        """Working days between two moments, day by day."""
        total, day = Fraction(0), self.date(start)
        while day <= self.date(end):
            if self.works(day):
                opens, closes = self.hours(day)
                overlap = min(end, closes) - max(start, opens)
                if overlap > timedelta(0):
                    total += Fraction(
                        overlap // timedelta(microseconds=1), (closes - opens) // timedelta(microseconds=1)
                    )
            day += ONE_DAY
        return total

    def counting_from(self, received):
        """Opening of the working day after the day of receipt; what comes after closing or on a day off was received later."""
        day = self.date(received)
        if not self.works(day) or received > self.hours(day)[1]:
            day = self.next(day)
        return self.hours(self.next(day))[0]

    def next(self, day):
        day += ONE_DAY
        while not self.works(day):
            day += ONE_DAY
        return day


def counted(events, wall: Wall, until) -> tuple[Fraction, int]:
    """(working days counted since the last start, pauses that were questions)."""
    total, pauses, since, runs, holder = Fraction(0), 0, None, False, ""
    for event, after in zip(events, [*events[1:], None], strict=True):
        if event["kind"] == "restart" or (event["kind"] == "start" and since is None):
            since, total, pauses, runs = wall.counting_from(event["at"]), Fraction(0), 0, True
        elif event["kind"] == "pause":
            runs, pauses = False, pauses + (event["reason"] != "payment")
        elif event["kind"] == "resume":
            runs = since is not None
        elif event["kind"] == "stop":
            runs = False
        holder, end = event["holder"], after["at"] if after else until
        if runs and holder != "applicant" and end > since:
            total += wall.worked(max(event["at"], since), end)
    return total, pauses


def recount() -> dict[str, Counter]:
    """{what: {key: n}} of the whole installation."""
    offices = {
        row["id"]: row
        for row in rows(
            "SELECT a.id, a.region_id, r.zone FROM agencies_agency a JOIN agencies_region r ON r.code = a.region_id"
        )
    }
    walls = {}
    found = defaultdict(Counter)
    for file in rows(
        "SELECT a.*, s.time_limit_days AS allowed FROM applications_application a"
        " JOIN applications_servicestandard s ON s.id = a.standard_id WHERE submitted_at IS NOT NULL"
    ):
        office = offices[file["office_id"]]
        wall = walls.setdefault(office["region_id"], None) or Wall(office["region_id"], office["zone"])
        walls[office["region_id"]] = wall
        _file(found, file, office, wall)
    for request in rows(
        "SELECT r.*, a.office_id FROM applications_recommendation r JOIN applications_application a ON a.id = r.application_id"
    ):
        _request(found, request, walls[offices[request["office_id"]]["region_id"]])
    return found


def _file(found, file, office, wall):
    place = file["place_code"] or office["region_id"]
    dated = [("received", wall.date(file["submitted_at"])), ("registered", wall.date(file["registered_at"]))]
    closed = wall.date(file["closed_at"])
    if closed:
        dated.append(({"withdrawn": "ended", "lapsed": "ended"}.get(file["state"], file["state"]), closed))
    else:
        found["open"][office["id"], file["holder"], file["holder_role"], wall.date(file["due_at"])] += 1
    if file["state"] in ("issued", "rejected"):
        events = rows(
            "SELECT * FROM applications_applicationclockevent WHERE application_id = %s ORDER BY at, id", file["id"]
        )
        used, pauses = counted(events, wall, file["closed_at"])
        dated.append(("on_time" if used <= file["allowed"] and not _proved_late(file) else "late", closed))
        dated += [("paused", closed)] * (pauses > 0)
        dated += [("last_minute", closed)] * (file["state"] == "rejected" and file["allowed"] - used <= 1)
        found["days"][office["id"], closed.replace(day=1), ceil(used)] += 1
        found["whole way"][
            office["id"], file["permit_type_id"], ceil(wall.worked(file["submitted_at"], file["closed_at"]))
        ] += 1
    for what, day in dated:
        if day:
            found["day"][office["id"], day, what] += 1
            found["month"][office["id"], day.replace(day=1), what] += 1
            found["service"][office["id"], file["permit_type_id"], day.year, what] += 1
            for length in (2, 5, 8, 13):
                if len(place) >= length:
                    found["place"][place[:length], day.replace(day=1), what] += 1
    for bill in rows("SELECT * FROM applications_bill WHERE application_id = %s AND cancelled_at IS NULL", file["id"]):
        found["billed"][office["id"], wall.date(bill["issued_at"]).replace(day=1)] += bill["amount"]
        for payment in rows("SELECT * FROM applications_payment WHERE bill_id = %s", bill["id"]):
            found["paid"][office["id"], payment["paid_on"].replace(day=1)] += payment["amount"]
    for permit in rows("SELECT * FROM applications_permit WHERE application_id = %s AND status = 'active'", file["id"]):
        if permit["valid_until"]:
            found["expiry"][office["id"], permit["valid_until"].replace(day=1)] += 1


def _proved_late(file) -> bool:
    return bool(
        rows(
            "SELECT 1 FROM complaints_finding f JOIN complaints_complaint c ON c.id = f.complaint_id"
            " WHERE c.application_id = %s AND f.is_justified AND f.kind = 'delay'",
            file["id"],
        )
    )


def _request(found, request, wall):
    asked, closed = wall.date(request["requested_at"]), wall.date(request["closed_at"])
    agency = request["agency_id"]
    found["agency"][agency, asked.replace(day=1), "asked"] += 1
    if not closed:
        found["asked"][request["office_id"], agency, wall.date(request["due_at"]), request["days"]] += 1
        return
    events = rows(
        "SELECT * FROM applications_recommendationclockevent WHERE recommendation_id = %s ORDER BY at, id",
        request["id"],
    )
    used, pauses = counted(events, wall, request["closed_at"])
    what = [request["state"]] + ["paused"] * (pauses > 0)
    if request["state"] != "withdrawn":
        found["own days"][agency, closed.replace(day=1), ceil(used)] += 1
        what += ["late"] * (used > request["days"])
        if request["verdict"] == "unfavourable":
            what += ["unfavourable"] + ["last_minute"] * (request["days"] - used <= 1)
    for each in what:
        found["agency"][agency, closed.replace(day=1), each] += 1
