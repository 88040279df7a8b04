"""The reporter's pages and the public ones. Included by `urls`, in its namespace. `/pengaduan/` itself is `ptsp_portal.urls`'s."""

from django.urls import path

from complaints.views import filing, following, intake, lapor, numbers, publishing

urlpatterns = [
    path("pengaduan/berkas/<uuid:uuid>/", filing.report_on_file, name="on_file"),
    path("pengaduan/izin/<str:code>/", filing.report_on_permit, name="on_permit"),
    path("pengaduan/tanda-terima/", filing.receipt, name="receipt"),
    path("pengaduan/ikuti/", following.follow, name="follow"),
    path("pengaduan/ikuti/buka/", following.followed, name="followed"),
    path("pengaduan/ikuti/berkas/<uuid:uuid>/", following.own_paper, name="own_paper"),
    path("pengaduan/saya/", following.mine, name="mine"),
    path("pengaduan/saya/<uuid:uuid>/", following.my_complaint, name="my_complaint"),
    path("pengaduan/angka/", numbers.numbers, name="numbers"),
    path("pengaduan/jawaban/", numbers.answered, name="answered"),
    # The counter and the exchange with LAPOR!
    path("loket/pengaduan/", intake.take_in, name="take_in"),
    path("kerja/pengaduan/lapor/", lapor.exchange, name="lapor"),
    path("kerja/pengaduan/lapor/unduh/", lapor.export, name="lapor_export"),
    path("kerja/pengaduan/terbit/<uuid:uuid>/", publishing.publish, name="publish"),
]
