"""How holders, outcomes and marks read on the leadership's pages."""

from django.utils.translation import gettext_lazy as _

from dashboards.cubes import Holder

HOLDER_WORDS = {
    Holder.APPLICANT: _("Pemohon"),
    Holder.FRONT_DESK: _("Loket"),
    Holder.VERIFIER: _("Verifikator"),
    Holder.ENDORSER: _("Pemaraf"),
    Holder.HEAD: _("Kepala (tanda tangan)"),
    Holder.AGENCIES: _("Instansi teknis"),
    Holder.OTHER: _("Lainnya"),
}
# The key of the list of files that each holder has: dashboards/behind.py.
HOLDER_KEYS = {
    Holder.APPLICANT: "menunggu-pemohon",
    Holder.FRONT_DESK: "loket",
    Holder.VERIFIER: "verifikasi",
    Holder.ENDORSER: "paraf",
    Holder.HEAD: "kepala",
    Holder.AGENCIES: "instansi",
    Holder.OTHER: "lainnya",
}
OUTCOME_WORDS = {
    "issued": _("terbit"),
    "rejected": _("ditolak"),
    "withdrawn": _("ditarik"),
    "lapsed": _("gugur"),
    "given": _("dijawab"),
    "deemed": _("dianggap menyetujui"),
}
MARK_WORDS = {
    "is_late": _("terlambat"),
    "is_last_minute": _("menit terakhir"),
    "is_deemed": _("dianggap dikabulkan"),
    "is_reopened": _("dibuka lagi"),
    "is_asked_again": _("diminta ulang"),
}
# By what the tables of agencies and offices are sorted: dashboards/agency_table.py ORDERS.
ORDER_WORDS = {
    "lewat": _("Lewat batas"),
    "segera": _("Perkiraan lewat"),
    "terbuka": _("Terbuka"),
    "masuk": _("Masuk"),
    "median": _("Median"),
    "p90": _("9 dari 10"),
    "terlambat": _("Terlambat"),
    "jeda": _("Dengan jeda"),
    "menit-terakhir": _("Tolak menit terakhir"),
    "diulang": _("Diminta ulang atau dibuka lagi"),
}
