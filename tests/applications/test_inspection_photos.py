"""Photographs of a field visit: kept once, with the time and place of the camera, which the stored picture no longer says."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from applications.actions import inspection_minutes as minutes
from applications.models import Document, InspectionPhoto
from ptsp_portal.lib.moment import moved_to
from ptsp_portal.lib.photo_facts import PhotoFacts, photo_facts
from ptsp_portal.lib.rules import NotAllowed, Refused
from tests.applications.visiting import DAY, LEAD, agreed, picture, shot, with_exif
from tests.factories import person, untouched

USUAL = pytest.mark.usefixtures("reference", "at_usual_moment")


@pytest.mark.django_db
@USUAL
def test_a_photo_sent_twice_is_one_photo_and_belongs_to_the_request():
    visit = agreed()
    assert len(minutes.add_photos(visit.uuid, by=person(LEAD), shots=[shot(caption="Tiang"), shot()])) == 1
    assert minutes.add_photos(visit.uuid, by=person(LEAD), shots=[shot()]) == []
    assert len(minutes.add_photos(visit.uuid, by=person(LEAD), shots=[shot(picture("red"))])) == 1
    assert [photo.caption for photo in visit.photos.all()] == ["Tiang", ""]
    photo = visit.photos.first()
    assert photo.document.recommendation_id == visit.recommendation_id and not photo.document.requirement_code
    assert photo.document not in visit.application.documents.answering_requirements()
    assert not visit.recommendation.documents.attached().exists()


@pytest.mark.django_db
@USUAL
def test_too_many_photos_are_refused_whole(monkeypatch):
    monkeypatch.setattr(minutes, "MOST_PHOTOS", 1)
    visit = agreed()
    before = untouched(visit.application)
    with pytest.raises(Refused):
        minutes.add_photos(visit.uuid, by=person(LEAD), shots=[shot(), shot(picture("red"))])
    assert untouched(visit.application) == before and not InspectionPhoto.objects.exists()


def test_time_and_place_are_read_from_the_picture():
    with moved_to(DAY):
        facts = photo_facts(with_exif(taken="2026:08:05 09:41:00"), "Asia/Jakarta")
        assert facts == PhotoFacts(datetime(2026, 8, 5, 2, 41, tzinfo=UTC), Decimal("-1.125139"), Decimal("104.030000"))
        east = photo_facts(with_exif(taken="2026:08:05 09:41:00", offset="+08:00", south=False), "Asia/Jakarta")
        assert (east.taken_at.hour, east.latitude) == (1, Decimal("1.125139"))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no picture",
        picture(),
        picture(form="PNG"),
        with_exif(taken="2026:99:99 99:99:99", latitude=None),
        with_exif(taken="2099:01:01 00:00:00", latitude=(0, 0, 0), longitude=(0, 0, 0)),
        with_exif(taken="", latitude=(95, 0, 0)),
        with_exif(taken="yesterday", latitude=(1, 0)),
    ],
)
def test_nonsense_in_a_picture_is_no_time_and_no_place(content):
    with moved_to(DAY):
        assert photo_facts(content, "Asia/Jakarta") == PhotoFacts()


@pytest.mark.django_db
@USUAL
def test_what_is_stored_says_no_longer_where_it_was_taken():
    visit = agreed()
    minutes.add_photos(visit.uuid, by=person(LEAD), shots=[shot(with_exif())])
    with default_storage.open(Document.objects.get(inspection_photo__isnull=False).file.name) as stored:
        assert not Image.open(stored).getexif()


@pytest.mark.django_db
@USUAL
def test_a_photo_taken_off_is_not_in_the_minutes_its_file_is_kept_and_it_can_come_back():
    visit = agreed()
    minutes.add_photos(visit.uuid, by=person(LEAD), shots=[shot(caption="Tiang"), shot(picture("red"))])
    wrong = visit.photos.get(caption="")
    minutes.remove_photo(wrong.document.uuid, by=person(LEAD))
    assert [photo.caption for photo in visit.photos.kept()] == ["Tiang"]
    assert default_storage.exists(wrong.document.file.name)
    before = untouched(visit.application)
    minutes.remove_photo(wrong.document.uuid, by=person(LEAD))  # another tab
    with pytest.raises(NotAllowed):
        minutes.remove_photo(visit.photos.get(caption="Tiang").document.uuid, by=person("verifikator.batam"))
    assert untouched(visit.application) == before and visit.photos.kept().count() == 1
    minutes.add_photos(visit.uuid, by=person(LEAD), shots=[shot(picture("red"))])
    assert visit.photos.kept().count() == visit.photos.count() == 2
