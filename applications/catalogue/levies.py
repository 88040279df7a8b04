"""The example tariffs of the starter catalogue's paid types (levies.json). Every region sets its own by Perda."""

import json
from functools import cache
from pathlib import Path

LEVY_FILE = Path(__file__).resolve().parent / "levies.json"


@cache
def _examples() -> dict[str, dict]:
    return {code: levy for code, levy in json.loads(LEVY_FILE.read_text(encoding="utf-8")).items() if code[0] != "_"}


def example_levy(entry: dict) -> dict:
    """The tariff that goes with a catalogue entry; {} when it costs nothing or no example exists."""
    return _examples().get(entry["code"], {}) if entry["fee"] else {}
