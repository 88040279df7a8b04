"""The starter catalogue: the project's own copy of the permit types, the words made from it, and how it is browsed."""

from pathlib import Path

STARTER_FILE = Path(__file__).resolve().parent / "permit_types.json"
GUIDES_FILE = STARTER_FILE.with_name("guides.json")
