"""QR codes as `data:` images, for printed letters and for pages with a strict content policy."""

import segno

MAX_CHARS = 300
QUIET_ZONE = 4  # modules; what ISO/IEC 18004 asks for
PIXELS_PER_MODULE = 8


def qr_data_uri(text: str) -> str:
    """Return `text` as a black and white PNG in a data: URL, error level M.

    PNG and not SVG: many PDF viewers draw hair lines between an SVG's rows, and cheap phones stumble over them.
    Raises ValueError on an empty text and on more than 300 characters (a code nobody could scan from paper).
    """
    if not 0 < len(text) <= MAX_CHARS:
        raise ValueError(f"a QR code takes 1 to {MAX_CHARS} characters, not {len(text)}")
    code = segno.make(text, error="m", micro=False, boost_error=False)
    return code.png_data_uri(scale=PIXELS_PER_MODULE, border=QUIET_ZONE)
