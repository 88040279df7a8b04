"""Codes that people read from paper or hear over the telephone: tracking secrets, verification codes."""

from ptsp_portal.lib.identifiers import CROCKFORD, CROCKFORD_TWINS


def typed_code(text: str) -> str:
    """What was meant: capitals of Crockford's alphabet only; I, L, O and U as they are misread, separators dropped."""
    return "".join(c for c in str(text).upper().translate(CROCKFORD_TWINS) if c in CROCKFORD)
