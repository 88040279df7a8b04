"""When and where a photograph says that it was taken, read from its EXIF before the portal strips that off.

    facts = photo_facts(data, zone="Asia/Jakarta")   facts.taken_at · latitude · longitude, each None when not (sanely) there

A camera writes local time, newer ones with an offset; without one the zone given is meant. What a photo says is what its
sender's phone said: it helps to order pictures, it proves nothing.
"""

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from PIL import ExifTags, Image

from ptsp_portal.lib.moment import now

OLDEST = datetime(2000, 1, 1, tzinfo=UTC)
CLOCK_SLIP = timedelta(hours=1)  # a phone's clock may run ahead a little; further ahead it is wrong
SIX_PLACES = Decimal("0.000001")


@dataclass(frozen=True)
class PhotoFacts:
    taken_at: datetime | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None


def photo_facts(data: bytes, zone: str) -> PhotoFacts:
    """What the picture's EXIF says; never raises, whatever stands in there. Reads the header only, no pixels."""
    try:
        with Image.open(io.BytesIO(data), formats=["JPEG", "PNG"]) as picture:
            exif = picture.getexif()
            camera, position = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
    except Exception:  # a hostile or broken header: the picture itself is judged by lib.uploads
        return PhotoFacts()
    latitude = _degrees(position, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S", 90)
    longitude = _degrees(position, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W", 180)
    if latitude is None or longitude is None or latitude == longitude == 0:  # 0°, 0° is a camera without a fix
        latitude = longitude = None
    return PhotoFacts(_moment(camera, zone), latitude, longitude)


def _moment(camera, zone) -> datetime | None:
    written = camera.get(ExifTags.Base.DateTimeOriginal) or camera.get(ExifTags.Base.DateTimeDigitized)
    try:
        day, _blank, hour = str(written).strip("\0 ")[:19].partition(" ")
        offset = str(camera.get(ExifTags.Base.OffsetTimeOriginal) or "").strip("\0 ")
        moment = datetime.fromisoformat(f"{day.replace(':', '-')}T{hour}{offset}")
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if OLDEST < moment < now() + CLOCK_SLIP else None


def _degrees(position, tag, reference, negative, most) -> Decimal | None:
    try:
        degrees, minutes, seconds = (Decimal(str(float(part))) for part in position[tag])
        value = degrees + minutes / 60 + seconds / 3600
        if str(position.get(reference, "")).strip("\0 ").upper() == negative:
            value = -value
        value = value.quantize(SIX_PLACES)
    except (KeyError, TypeError, ValueError, ArithmeticError):
        return None
    return value if abs(value) <= most else None
