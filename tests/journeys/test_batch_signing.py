"""A morning at the office: conditions decided, a page of parafs, and the deputy signs the batch; one draft is read by itself."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from agencies.models import Membership
from applications.models import BulkAct, Condition, Permit
from applications.tasks import render_documents
from ptsp_portal.lib.moment import now
from tests.factories import answer, drafted, fresh, person, verified
from tests.journeys.story import text_of, the_pdf, visitor

pytestmark = pytest.mark.django_db
CONDITIONS = ["Sediakan APAR.", "Pasang papan nama."]


@pytest.fixture
def plain(clock):
    """Two files without anything to discuss, at the endorser's desk."""
    return [drafted(), drafted()]


@pytest.fixture
def conditional(clock):
    """One for which the health office sets two conditions."""
    file = verified()
    answer(file, "opd.dinkes.batam", "conditional", "Dengan catatan.", CONDITIONS)
    return file


@pytest.fixture
def deputy(clock):
    """The head is away; Plh. by decree, for this week."""
    head, today = Membership.objects.get(user__email="kadis.batam@demo.test"), now().date()
    deputy = person("kepala.pupr.batam")
    head.delegations.create(
        deputy=deputy, kind="plh", decree="094/12", from_on=today, until_on=today + timedelta(days=6)
    )


def the_verifier_decides_each_condition(file):
    verifier = visitor("verifikator.batam").click(f"Susun keputusan {file.registration_number}")
    one, two = Condition.objects.order_by("position")
    verifier.choose(f"result-{one.pk}", "accepted").choose(f"result-{two.pk}", "declined")
    verifier.click("Simpan dan teruskan untuk diparaf", expect=400)
    verifier.fill(f"note-{two.pk}", "Papan nama diatur izin reklame.").click("Simpan dan teruskan untuk diparaf")
    assert fresh(file).holder_role == "endorser"


def test_a_page_of_drafts_becomes_a_page_of_permits(clock, plain, conditional, deputy):
    clock.strikes("5 Aug 09:00")
    the_verifier_decides_each_condition(conditional)

    kabid = visitor("kabid.batam").click("Semua yang menunggu (3): Paraf").click("Paraf banyak berkas")
    assert "Buka berkas ini" in kabid and "tidak dimuat: Pasang papan nama." in kabid
    for file in plain:
        kabid.tick(f"Sudah saya baca, pilih {file.registration_number}")
    kabid.click("Lanjut dengan yang dicentang")
    assert "2 berkas Anda pilih." in kabid
    kabid.click("Paraf (2)")
    assert kabid.lead == "2 dari 2 berhasil, 0 tidak."
    kabid.again()
    assert kabid.lead == "2 dari 2 berhasil, 0 tidak." and BulkAct.objects.count() == 1
    kabid.open("/kerja/paraf/").click(f"Baca dan paraf {conditional.registration_number}").click("Paraf dan teruskan")

    clock.strikes("5 Aug 10:00")
    plh = visitor("kepala.pupr.batam").open("/kerja/tanda-tangan/").click("Tanda tangani banyak berkas")
    assert "Anda bertindak sebagai Plh." in plh and "Pemisahan tugas" in plh
    assert len(plh.find("input.form-check-input")) == 2
    for file in plain:
        plh.tick(f"Sudah saya baca, pilih {file.registration_number}")
    visitor("kadis.batam").open(f"/permohonan/{plain[1].uuid}/tanda-tangan/").click("Tanda tangani izin")
    plh.click("Lanjut dengan yang dicentang").click("Tanda tangani (2)")
    assert plh.lead == "1 dari 2 berhasil, 1 tidak." and "tidak sedang menunggu tanda tangan" in plh
    plh.open("/kerja/tanda-tangan/").click(f"Baca dan tanda tangani {conditional.registration_number}")
    assert "Papan nama diatur izin reklame." in plh
    plh.click("Tanda tangani izin")
    assert Permit.objects.count() == 3 and {fresh(file).state for file in (*plain, conditional)} == {"issued"}

    assert render_documents() == 6  # with the receipts
    nurul = visitor("pemohon").open(f"/permohonan/{conditional.uuid}/")
    assert "Papan nama diatur izin reklame." in nurul
    text = text_of(the_pdf(nurul, "Unduh izin (PDF)"))
    assert "Sediakan APAR." in text and "Pasang papan nama." not in text
    assert "PLH. KEPALA DPMPTSP KOTA BATAM" in text
    call_command("verify_journal")
