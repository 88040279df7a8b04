"""Reading a page as its reader does."""

import re


def words(response) -> str:
    """What a reader sees: no tags, single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def without_keys(response) -> str:
    """The page without what each form carries: its keys and what was typed."""
    return re.sub(r'value="[^"]*"', "", response.content.decode())
