"""Standard files that must be refused, made from a good one: (name, content, line or 0, part of the place, part of the reason)."""

from applications.schema.standard_file import USUAL, to_yaml

META = {"code": "IZIN-UJI", "name": "Izin Uji", "level": "regency_city", "sector": "Kesehatan", "version": 1}
FIELD = {"code": "nama_usaha", "label_id": "Nama usaha", "type": "text", "required": True}
PAPER = {"code": "ktp", "name": "KTP-el", "mandatory": True, "formats": ["pdf"]}


def good(meta=META, **changes) -> str:
    """A small whole standard."""
    terms = USUAL | {
        "kinds": ["new"], "time_limit_days": 5, "validity_months": 12, "fields": [FIELD], "requirements": [PAPER],
        "stages": [["DINKES"]], "legal_basis": ["UU 25/2009"], "endorsing_roles": ["endorser"],
    }  # fmt: skip
    return to_yaml(terms | changes, meta)


def with_line(line: str, instead_of: str) -> str:
    text = good()
    assert text.count(instead_of) == 1, instead_of
    return text.replace(instead_of, line)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n"
DEEP = "fields: " + "[" * 300 + "]" * 300 + "\n"
CYCLE = [  # read_fields refuses the cycle, and until it knows show_when the key
    FIELD | {"code": "a", "type": "boolean", "show_when": {"field": "b", "value": True}},
    FIELD | {"code": "b", "type": "boolean", "show_when": {"field": "a", "value": True}},
]
TARIFF = {"kind": "table", "rows": [{"code": "A", "label": "A", "unit": "m²", "amount": 1}]}


def corpus() -> list[tuple]:
    return _texts() + _heads() + _terms()


def _texts():
    return [
        ("nothing", "", 1, "", "kosong"),
        ("a bomb of aliases", BOMB, 1, "", "jangkar"),
        ("an alias", "format: *a\n", 1, "", "alias"),
        ("a tag that runs code", "format: !!python/object/apply:os.system ['id']\n", 1, "format", "tanda jenis"),
        ("a harmless tag", with_line("time_limit_days: !!int 5", "time_limit_days: 5"), 13, "time_limit_days", "tanda"),
        ("a directive", "%YAML 1.1\n---\nformat: 1\n", 0, "", "%"),
        ("two documents", good() + "---\nformat: 1\n", good().count("\n") + 1, "", "lebih dari satu dokumen"),
        ("too deep", DEEP, 1, "fields", "bersarang"),
        ("too large", "# " + "x" * 1_050_000, 0, "", "1 MB"),
        ("not UTF-8", good().encode() + b"# \xff\n", good().count("\n") + 1, "", "UTF-8"),
        ("UTF-16", good().encode("utf-16"), 1, "", "UTF-8"),
        ("a null byte", 'format: "\\0"\n', 1, "format", "huruf kendali"),
        ("half a letter", 'format: "\\ud800"\n', 1, "", "YAML tidak benar"),
        ("an endless number", f"format: {'9' * 5000}\n", 1, "format", "terlalu panjang"),
        ("broken YAML", "format: 1\nservice: [a\n", 0, "", "YAML tidak benar"),
        ("a tab for indentation", "format: 1\nservice:\n\tcode: A\n", 3, "", "YAML tidak benar"),
        ("too many values", "fields:\n" + "- 1\n" * 20_001, 0, "", "lebih dari 20000"),
        ("a list as key", "? [a, b]\n: 1\n", 1, "", "kunci harus"),
        ("a list", "- 1\n", 1, "", "objek"),
        ("one word", "SIPF\n", 1, "", "objek"),
    ]


def _heads():
    return [
        ("another format", with_line("format: 2", "format: 1"), 2, "format", "harus 1"),
        ("a key twice", good() + "time_limit_days: 9\n", good().count("\n") + 1, "time_limit_days", "dua kali"),
        ("an unknown key", good() + "hack: 1\n", good().count("\n") + 1, "hack", "tidak dikenal"),
        ("a merge key", good() + "<<: {a: 1}\n", good().count("\n") + 1, "<<", "tidak dikenal"),
        ("no service", good().replace("service:", "components:"), 0, "service", "harus memuat"),
        ("a path as code", with_line("code: ../../etc", "code: IZIN-UJI"), 4, "service.code", "huruf besar"),
        ("an unknown level", good(META | {"level": "planet"}), 0, "service.level", "salah satu dari"),
        ("a day that is none", good(META | {"effective_from": "2026-02-30"}), 0, "service.effective_from", "tanggal"),
    ]


def _terms():
    made = [
        ("an unknown kind of filing", {"kinds": ["new", "gift"]}, "kinds[1]", "hanya boleh"),
        ("an unknown kind of field", {"fields": [FIELD | {"type": "iframe"}]}, "fields[0].type", "tidak dikenal"),
        ("a field twice", {"fields": [FIELD, FIELD]}, "fields[1].code", "dua kali"),
        ("a paper twice", {"requirements": [PAPER, PAPER]}, "requirements[1].code", "dua kali"),
        ("conditions in a circle", {"fields": CYCLE}, "fields", "berputar"),
        ("a choice without choices", {"fields": [FIELD | {"type": "choice"}]}, "fields[0].choices", "tidak ada"),
        ("an unknown key of a field", {"fields": [FIELD | {"onclick": "x"}]}, "fields[0].onclick", "tidak dikenal"),
        ("a paper as program", {"requirements": [PAPER | {"formats": ["exe"]}]}, "requirements[0].formats", "exe"),
        ("a paper of 1 GB", {"requirements": [PAPER | {"max_mb": 1024}]}, "requirements[0].max_mb", "1 sampai 10"),
        ("a form that is no number", {"requirements": [PAPER | {"blank_form": "../a"}]}, "requirements[0].blank_form", ""),
        ("no day at all", {"time_limit_days": 0}, "time_limit_days", "1 sampai 365"),
        ("true as days", {"time_limit_days": True}, "time_limit_days", "1 sampai 365"),
        ("text as days", {"time_limit_days": "lima"}, "time_limit_days", "1 sampai 365"),
        ("a lapse without reminders", {"lapse_after_days": 2}, "lapse_after_days", "10 sampai"),
        ("yes as word", {"has_fee": "ya"}, "has_fee", "true atau false"),
        ("an agency twice", {"stages": [["DINKES"], ["DINKES"]]}, "stages[1]", "sudah ada"),
        ("a query as agency", {"stages": [["'; DROP"]]}, "stages", "kode instansi"),
        ("a rule for nobody", {"agency_terms": {"DLH": {"days": 2}}}, "agency_terms.DLH", "tidak ada di tahap"),
        ("an agency by an unknown field", {"agency_from": {"DINKES": {"agency": "DINKES", "field": "x"}}},
         "agency_from.DINKES.field", "bukan isian"),
        ("an opinion on nothing", {"relies_on": {"DINKES": ["tidak_ada"]}}, "relies_on.DINKES[0]", "bukan kode"),
        ("a tariff below zero", {"levy": TARIFF | {"rows": [TARIFF["rows"][0] | {"amount": -5}]}}, "levy.rows[0].amount", "rupiah"),
        ("a tariff row twice", {"levy": TARIFF | {"rows": TARIFF["rows"] * 2}}, "levy.rows", "ganda"),
        ("a tariff of words", {"levy": {"kind": "exec", "amount": 1}}, "levy.kind", "fixed atau table"),
        ("a retired law that is not there", {"retirements": {"legal_basis": {"UU 1/1900": {"on": "2026-01-01", "why": "x"}}}},
         "retirements.legal_basis.UU 1/1900", "tidak ada dalam standar"),
        ("retired on no day", {"retirements": {"requirements": {"ktp": {"on": "besok", "why": "x"}}}},
         "retirements.requirements.ktp.on", "tanggal"),
        ("an unknown role", {"endorsing_roles": ["root"]}, "endorsing_roles[0]", "tidak dikenal"),
        ("an unknown signer", {"signing_role": "root"}, "signing_role", "salah satu dari"),
        ("a pattern that looks inside", {"number_pattern": "{urut.__class__}"}, "number_pattern", "hanya boleh memuat"),
        ("a pattern without a count", {"number_pattern": "{tahun}"}, "number_pattern", "{urut}"),
        ("an unknown component", {"components": {"script": "x"}}, "components.script", "tidak dikenal"),
        ("an unknown letter", {"letters": {"cheque": "x"}}, "letters.cheque", "tidak dikenal"),
        ("settings in a letter", {"letters": {"permit": "Nomor {{ settings }}"}}, "letters.permit", ""),
        ("a loop in a letter", {"letters": {"permit": "a\n{% for a in b %}"}}, "letters.permit", ""),
        ("a remote picture", {"letters": {"permit": "![x](https://a.example/x.png)"}}, "letters.permit", ""),
        ("a file of the server", {"letters": {"bill": "file:///etc/passwd"}}, "letters.bill", ""),
        ("a script in a letter", {"letters": {"receipt": "<script>x</script>"}}, "letters.receipt", ""),
        ("a check twice", {"checklist": [{"code": "a", "label": "A"}] * 2}, "checklist[1].code", "dua kali"),
        ("a law of 10 kB", {"legal_basis": ["x" * 10_000]}, "legal_basis[0]", "paling panjang"),
        ("a law that is a number", {"legal_basis": [2009]}, "legal_basis[0]", "teks"),
    ]  # fmt: skip
    return [(name, good(**changes), 0, place, reason) for name, changes, place, reason in made]
