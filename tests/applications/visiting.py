"""Points of a field visit's life, reached through the real actions: REKLAME at Batam, where PUPR inspects."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

from PIL import Image

from applications import checklist
from applications.actions import inspection as days
from applications.actions import inspection_minutes as minutes
from applications.models import Inspection
from ptsp_portal.lib.moment import moved_to
from ptsp_portal.lib.uploads import inspect
from tests.factories import add_post, colleague, person, verified

# Thursday, 6 August 2026, 09.00 WIB; the usual moment is Tuesday morning.
DAY = datetime(2026, 8, 6, 2, 0, tzinfo=UTC)
PLACE = "Jalan Raja Ali Haji No. 8"
LEAD, SECOND = "opd.pupr.batam", "opd2.pupr.batam"


def asked(**how):
    """A verified file whose standard has field visits, and the request to PUPR."""
    file = verified(code="REKLAME", **how)
    return file, file.recommendations.get(agency__code="PUPR")


def second_officer(request):
    user = colleague("opd2.pupr.batam")
    add_post(user, request.agency, "officer")
    return user


def proposed(*more, starts_at=DAY):
    """Proposed by PUPR's officer; `more` users come along."""
    _file, request = asked()
    team = [person(LEAD), *(each(request) for each in more)]
    return days.propose_inspection(
        request.uuid, by=person(LEAD), starts_at=starts_at, place=PLACE, team=team, purpose="Letak tiang"
    )


def agreed(*more):
    visit = proposed(*more)
    return days.agree_inspection(visit.uuid, by=person("pemohon"))


def answers(visit, **other):
    found = {item.code: {"result": "yes", "note": ""} for item in checklist.items_of(visit)}
    return found | other


def on_the_day():
    return moved_to(DAY + timedelta(hours=2))


def reported(*more, result="fit", **other):
    visit = agreed(*more)
    with on_the_day():
        return minutes.report_inspection(
            visit.uuid, by=person(LEAD), answers=answers(visit, **other), findings="Tiang berdiri di tanah sewaan.",
            result=result, version=visit.version,
        )  # fmt: skip


def signed(*more, **how):
    visit = reported(*more, **how)
    with on_the_day():
        for member in visit.team.all():
            minutes.sign_inspection_as_team(visit.uuid, by=member.user)
        minutes.sign_inspection_as_applicant(visit.uuid, by=person("pemohon"), remark="Setuju.")
    return fresh_visit(visit)


def fresh_visit(visit):
    return Inspection.objects.get(pk=visit.pk)


def picture(colour="teal", exif=None, form="JPEG") -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, form, **({"exif": exif} if exif else {}))
    return out.getvalue()


def with_exif(taken="2026:08:06 09:41:00", latitude=(1, 7, 30.5), longitude=(104, 1, 48.0), south=True, offset=""):
    """A JPEG that says when and where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "Kamera Uji"
    camera, position = exif.get_ifd(0x8769), exif.get_ifd(0x8825)
    if taken:
        camera[0x9003] = taken
    if offset:
        camera[0x9011] = offset
    if latitude:
        position.update({1: "S" if south else "N", 2: latitude, 3: "E", 4: longitude})
    return picture(exif=exif)


def shot(data=None, **more):
    data = data or picture()
    found = inspect(data, allowed={"jpg", "png"}, max_bytes=10_000_000, name="foto.jpg")
    return minutes.Shot((found, found.content(data), found.name), **{"taken_at": DAY} | more)
