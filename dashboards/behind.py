"""From a number to the files behind it: what `?apa=` of `dashboards:files` means.

    {% url "dashboards:files" %}?apa=<key>&kantor=<slug>&instansi=<slug>&wilayah=<code>&tempat=<code>&layanan=<code>
        &dari=<date>&sampai=<date>&batas=lewat|dekat

`apa` is needed, everything else may be left out; what lies outside the reader's reach is ignored or 404 like everywhere.
`kantor`: slug of the office that issues. `instansi`: slug of the agency asked. `wilayah`: the offices of that region (as
`Reach.narrowed`). `tempat`: files about that place, at any office (what PLACE_MONTH counts). `layanan`: code of the permit type.
`dari`, `sampai`: local dates of the office, 2026-08-01, both included; a month's number gives its first and last day. Open ones
(`terbuka` … `instansi`, `permintaan`, `permintaan-lewat`) take no dates; `batas` narrows them: over the limit, or due within three
working days.

    open files by holder  terbuka (all), lewat (all that are overdue), menunggu-pemohon, loket, verifikasi, paraf, kepala, instansi
    by day                masuk, terdaftar, terbit, ditolak, gugur, diputus (issued and rejected), tepat, terlambat, jeda,
                          menit-terakhir, dibuka-lagi, dianggap-setuju
    requests              permintaan (open), permintaan-lewat, permintaan-masuk (asked), permintaan-dijawab, permintaan-terlambat,
                          permintaan-jeda, permintaan-menit-terakhir, permintaan-diulang
"""
