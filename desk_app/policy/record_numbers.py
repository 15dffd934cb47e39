"""Record numbers as people and scanners write them, with two check digits for the code."""

import re
import unicodedata

SEPARATOR = "*"
_NUMBER = re.compile(r"[0-9A-Z]{1,12}-\d{2}-\d{8}-\d{4,}")


def check_digits(number: str) -> str:
    """Return the two check digits of a record number: ISO 7064 MOD 97-10 over 0-9A-Z."""
    digits = "".join(str(int(c, 36)) for c in number.upper() if c.isascii() and c.isalnum())
    return f"{98 - int(digits + '00') % 97:02d}"


def code_text(number: str) -> str:
    """Return what the two-dimensional code on a paper says: number and check, nothing personal."""
    return f"{number}{SEPARATOR}{check_digits(number)}"


def read(text: str) -> str | None:
    """Return the record number in what was typed or scanned, or None when it is none.

    A scanned text must carry the right check digits; a typed number may do without them.
    """
    folded = unicodedata.normalize("NFKC", text).strip().upper()
    number, separator, check = folded.partition(SEPARATOR)
    if not _NUMBER.fullmatch(number) or (separator and check != check_digits(number)):
        return None
    return number
