"""Where the files of the demo story stand: one line a tale.

service, office, working days ago that it began, how far it came (see story.Tale), and what happened on the way.
"""

TALES = """
SIPF              batam          0.2   draft
SIPP              batam          1     draft
SIPF              batam          0.3   submitted
SIPP              batam          0.6   submitted
REKLAME           batam          1.1   submitted
SIPB-BIDAN        batam          2     submitted
SIPF              batam          3     returned    returns=1
SIPA              batam          6     returned    returns=2
SIPF              batam          1.5   registered
SIPP              batam          2.2   registered
REKLAME           batam          1.8   registered
SIPF              batam          2.5   asked
SIPDR             batam          4     asked
SIPF              batam          3     clarified
REKLAME           batam          3     visiting
REKLAME           batam          4     answering   answers=2
REKLAME           batam          9     answering   returns=1 answers=1
KLINIK            batam          7     answering   answers=1
APOTEK            batam          6     answering   answers=1
SIPF              batam          12    asked
PERSLING          batam          5     answering   answers=2
SIPP              batam          4     drafting
SIPF              batam          5     drafting    verdict=conditional
REKLAME           batam          6     drafting    verdict=unfavourable
IPTM              batam          6     billed
PBG               batam          9     billed
IPTM              batam          20    issued
SIPB-BIDAN        batam          5     endorsing
SIPF              batam          6     endorsing
SIPP              batam          6     signing
REKLAME           batam          7     signing     verdict=conditional
SIPF              batam          7     signing
SIPF              batam          30    issued
SIPP              batam          26    issued      returns=1
REKLAME           batam          24    issued      verdict=conditional
SIPDR             batam          21    issued      after=suspended
SIPF              batam          18    issued
SIPA              batam          16    issued      after=corrected
APOTEK            batam          40    issued
SIPP              batam          12    issued
REKLAME           batam          22    rejected    verdict=unfavourable after=objected
SIPF              batam          10    withdrawn
TRAYEK-AKDP       kepri          6     answering   answers=1
TRAYEK-AKDP       kepri          35    issued
SIPB-BATUAN       kepri          9     stage2
SIPB-BATUAN       kepri          5     answering   answers=2
RUANG-LAUT        kepri          28    answering   returns=1 answers=3
SKP               kepri          2     registered
SKP               kepri          14    issued
SIPI              kepri          8     asked
ANGKUTAN-TT       kepri          11    endorsing
PUB               kepri          3     returned    returns=1
RUMIJA            kepri          1     submitted
DISPENSASI-JALAN  kepri          20    rejected    verdict=unfavourable
SKP               kepri          0.4   submitted
SIPF              tanjungpinang  3     asked
SIPP              tanjungpinang  15    issued
REKLAME           tanjungpinang  3     answering   answers=1
SIPB-BIDAN        tanjungpinang  0.7   submitted
SIPDR             tanjungpinang  8     signing
SIPF              tanjungpinang  2     registered
SK-DOMISILI       tanjungriau    12    issued
SK-DOMISILI       tanjungriau    0.9   signing
SKU               tanjungriau    0.5   submitted
SK-DOMISILI       tanjungriau    1.2   drafting
SKDU              sekupang       2     asked
SK-DOMISILI       tanjungriau    105   issued      pace=2 by=pemohon
IZIN-KERAMAIAN    sekupang       1     registered
SIPF              samarinda      16    issued
SIPP              samarinda      5     asked
SIPA              samarinda      26    drafting
SIPB-BIDAN        samarinda      0.5   submitted
SIPF              rembang        18    issued
SIPDR             rembang        28    asked
SIPP              rembang        5     asked
SIPF              rembang        1.5   registered
SIPDR             natuna         40    issued      pace=8
SIPDR             natuna         3     registered
APOTEK            natuna         30    issued      pace=21
APOTEK            natuna         6     answering   answers=1
PASAR-MALAM       natuna         6     billed
"""
