"""Record numbers as people and scanners write them, with two check characters for the code."""

import re
import unicodedata

SEPARATOR = "*"
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MODULUS = 1271
_NUMBER = re.compile(r"[0-9A-Z]{1,12}-\d{2}-\d{8}-\d{4,}")


def check_characters(number: str) -> str:
    """Return the two check characters of a record number: ISO 7064 MOD 1271-36 over 0-9A-Z.

    It notices every single wrong character. Separators do not count.
    """
    value = int("".join(c for c in number.upper() if c in _DIGITS), 36)
    check = (1 - value * 36**2) % _MODULUS
    return _DIGITS[check // 36] + _DIGITS[check % 36]


def code_text(number: str) -> str:
    """Return what the two-dimensional code on a paper says: number and check, nothing personal."""
    return f"{number}{SEPARATOR}{check_characters(number)}"


def read(text: str) -> str | None:
    """Return the record number in what was typed or scanned, or None when it is none.

    A scanned text must carry the right check characters; a typed number may do without them.
    """
    folded = unicodedata.normalize("NFKC", text).strip().upper()
    number, separator, check = folded.partition(SEPARATOR)
    if not _NUMBER.fullmatch(number) or (separator and check != check_characters(number)):
        return None
    return number
