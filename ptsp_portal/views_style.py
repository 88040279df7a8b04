"""The living style page /gaya/: every component with made-up data, for those who build pages and for axe in CI."""

from datetime import timedelta

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext as _

from ptsp_portal.lib.audience import public
from ptsp_portal.lib.charts import bars, columns, line
from ptsp_portal.lib.moment import now


class ExampleForm(forms.Form):
    """One field of each common kind."""

    name = forms.CharField(
        label="Nama lengkap", help_text="Seperti di KTP.", widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    nik = forms.CharField(
        label="NIK",
        help_text="16 angka di KTP.",
        max_length=16,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-mid"}),
    )
    on = forms.DateField(
        label="Tanggal mulai", required=False, widget=forms.DateInput(attrs={"type": "date", "class": "w-date"})
    )
    kind = forms.ChoiceField(label="Jenis reklame", choices=[("", "Pilih"), ("a", "Papan"), ("b", "Spanduk")])
    side = forms.ChoiceField(
        label="Letak",
        choices=[("in", "Di dalam bangunan"), ("out", "Di luar bangunan")],
        widget=forms.RadioSelect,
        help_text="Pilih satu.",
    )
    photo = forms.FileField(label="Foto lokasi", help_text="JPG, PNG atau PDF, paling besar 10 MB.", required=False)
    note = forms.CharField(label="Keterangan", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    agree = forms.BooleanField(label="Data di atas benar dan dapat saya buktikan.")


@public
def style(request):
    """Everything the templates/components folder offers."""
    wrong = ExampleForm({"nik": "21", "name": "", "kind": "", "note": ""}, auto_id="salah_%s")
    wrong.is_valid()
    return render(request, "style.html", {**_story(now()), "charts": _charts(), "form": ExampleForm(), "wrong": wrong})


def _charts():
    def words(value):
        return f"{value:.1f} T".replace(".", ",")

    quarters = [("I", [3.1, 4.2]), ("II", [3.6, 4.6]), ("III", [4.3, 5.2]), ("IV", [None, None])]
    kinds = ["PMDN", "PMA"]
    return [
        bars("Menurut wilayah", [("Kota Batam", 18.2), ("Kabupaten Bintan", 4.1), ("Lingga", 0.3)], words=words),
        columns("Menurut triwulan", quarters, series=kinds, words=words, stacked=True, aim=("Target", 11)),
        columns("Berdampingan", quarters[:3], series=kinds, words=words),
        line("Dua belas bulan", [(str(n + 1), 4 + n % 5) for n in range(12)], words=words),
    ]


def _story(at):
    return {
        "at": at,
        "steps": [
            {"label": "Dikirim", "note": "8 Agu", "state": "done"},
            {"label": "Terdaftar", "note": "10 Agu", "state": "done"},
            {"label": "Rekomendasi", "note": "2 dari 3 dinas", "state": "now"},
            {"label": "Keputusan", "state": "todo"},
            {"label": "Izin terbit", "state": "todo"},
        ],
        "lanes": [
            {"name": "Bapenda", "kind": "ok", "state": "Setuju", "note": "Dijawab 12 Agustus, 1 hari"},
            {
                "name": "Satpol PP",
                "kind": "ok",
                "state": "Setuju dengan 2 syarat",
                "note": "Dijawab 13 Agustus",
                "url": "#",
                "label": "lihat syarat",
            },
            {
                "name": "Dinas PUPR",
                "kind": "wait",
                "state": "Peninjauan lapangan Jumat 14 Agustus",
                "note": "Batas jawab 14 Agustus",
            },
        ],
        "parts": [
            {"who": "office", "percent": 20, "text": "Kantor PTSP 1 hari"},
            {"who": "agency", "percent": 40, "text": "Dinas 2 hari"},
        ],
        "aside": [{"who": "you", "text": "Anda 1 hari (tidak dihitung)"}],
        "entries": [
            {
                "text": "Satpol PP menyetujui dengan 2 syarat",
                "at": at - timedelta(hours=5),
                "who": "Satpol PP Kota Batam",
            },
            {
                "text": "Berkas dikembalikan kepada Anda",
                "at": at - timedelta(days=2),
                "said": "Foto lokasi kurang terang.\nMohon ambil ulang di siang hari.",
            },
            {"text": "Berkas dikirim", "at": at - timedelta(days=3)},
        ],
        "rows": [
            {
                "number": "BATAM-2026-000098-1",
                "who": "Nurul Hidayati Siregar",
                "what": "SIP Fisioterapis",
                "kind": "ok",
                "answers": "1 dari 1",
                "due": at - timedelta(days=1),
                "act": "Susun keputusan",
            },
            {
                "number": "BATAM-2026-000123-7",
                "who": "CV Bahari Jaya",
                "what": "Izin Reklame",
                "kind": "go",
                "answers": "2 dari 3",
                "due": at + timedelta(days=2),
                "act": "Ingatkan PUPR",
            },
            {
                "number": "BATAM-2026-000131-4",
                "who": "PT Samudra Kepulauan Mandiri Sejahtera Abadi Nusantara",
                "what": "Izin Operasional Klinik",
                "kind": "quiet",
                "answers": "0 dari 3",
                "due": at + timedelta(days=13),
                "act": "Periksa berkas",
            },
        ],
        "columns": [_("Berkas"), _("Layanan"), _("Jawaban"), _("Batas"), ""],
        "chips": [
            {"value": "", "label": "Menunggu saya", "count": 11, "current": True},
            {"value": "late", "label": "Lewat batas", "count": 3, "alarm": True},
            {"value": "agency", "label": "Menunggu dinas", "count": 42},
            {"value": "applicant", "label": "Menunggu pemohon", "count": 1204},
        ],
        "tasks": [
            {"label": "Data pemohon", "url": "#", "kind": "ok", "state": "Lengkap"},
            {
                "label": "Lokasi dan ukuran",
                "url": "#",
                "kind": "wait",
                "state": "2 isian lagi",
                "note": "Letak, foto lokasi",
            },
            {"label": "Dokumen", "url": "#", "kind": "quiet", "state": "Belum dimulai"},
            {"label": "Periksa dan kirim", "url": None, "kind": "quiet", "state": "Belum bisa dibuka"},
        ],
        "answers": [
            {"label": "Nama usaha", "value": "CV Bahari Jaya", "url": "#"},
            {"label": "Isi reklame", "value": "Promosi pelayaran\nBatam – Tanjungpinang", "url": "#"},
            {
                "label": "Titik pasang",
                "table": {"columns": ["Alamat", "Panjang", "Lebar"], "rows": [["Jalan Imam Bonjol 12", "4 m", "2 m"]]},
            },
        ],
        "files": [
            {
                "name": "foto-lokasi.jpg",
                "label": "Foto lokasi",
                "size": 1_240_000,
                "url": "#",
                "kind": "ok",
                "state": "Cocok",
                "change_url": "#",
            },
            {"name": "Belum ada", "label": "Surat pernyataan", "kind": "wait", "state": "Perlu diunggah"},
        ],
        "actions": [
            {"label": "Tanya petugas", "url": "#", "kind": "main"},
            {"label": "Unduh tanda terima", "url": "#"},
            {"label": "Tarik permohonan", "url": "#", "kind": "grave"},
        ],
        "gaps": [("Letak reklame", "#"), ("Foto lokasi", "#")],
        "facts": [
            ("Izin terbit", "1.204"),
            ("Separuhnya selesai dalam", "3 hari kerja"),
            ("Kepuasan (IKM)", "88,4 · A"),
        ],
    }
