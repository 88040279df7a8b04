"""The 23 sectors in which the investment ministry (BKPM) counts, in its order; rows of `InvestmentSector` from the first migration.

A renamed or a new sector is a row in the admin. "00" is for sums that were published without a sector.
"""

NOT_BROKEN_DOWN = "00"
SECTORS = [  # code, group, name, name in English
    (NOT_BROKEN_DOWN, "-", "Tidak dirinci menurut sektor", "Not broken down by sector"),
    ("01", "primer", "Tanaman Pangan, Perkebunan, dan Peternakan", "Food crops, plantations and livestock"),
    ("02", "primer", "Kehutanan", "Forestry"),
    ("03", "primer", "Perikanan", "Fisheries"),
    ("04", "primer", "Pertambangan", "Mining"),
    ("05", "sekunder", "Industri Makanan", "Food industry"),
    ("06", "sekunder", "Industri Tekstil", "Textile industry"),
    ("07", "sekunder", "Industri Barang dari Kulit dan Alas Kaki", "Leather goods and footwear industry"),
    ("08", "sekunder", "Industri Kayu", "Wood industry"),
    ("09", "sekunder", "Industri Kertas dan Percetakan", "Paper and printing industry"),
    ("10", "sekunder", "Industri Kimia dan Farmasi", "Chemical and pharmaceutical industry"),
    ("11", "sekunder", "Industri Karet dan Plastik", "Rubber and plastics industry"),
    ("12", "sekunder", "Industri Mineral Non Logam", "Non-metallic mineral industry"),
    ("13", "sekunder", "Industri Logam Dasar dan Barang Logam", "Basic metals and metal goods industry"),
    ("14", "sekunder", "Industri Mesin, Elektronik, Alat Kedokteran, Listrik, Optik, dan Jam",
     "Machinery, electronics, medical, electrical, optical and watch industry"),
    ("15", "sekunder", "Industri Kendaraan Bermotor dan Alat Transportasi Lain",
     "Motor vehicle and other transport equipment industry"),
    ("16", "sekunder", "Industri Lainnya", "Other industry"),
    ("17", "tersier", "Listrik, Gas, dan Air", "Electricity, gas and water"),
    ("18", "tersier", "Konstruksi", "Construction"),
    ("19", "tersier", "Perdagangan dan Reparasi", "Trade and repair"),
    ("20", "tersier", "Hotel dan Restoran", "Hotels and restaurants"),
    ("21", "tersier", "Transportasi, Gudang, dan Telekomunikasi", "Transport, storage and telecommunication"),
    ("22", "tersier", "Perumahan, Kawasan Industri, dan Perkantoran", "Housing, industrial estates and offices"),
    ("23", "tersier", "Jasa Lainnya", "Other services"),
]  # fmt: skip
