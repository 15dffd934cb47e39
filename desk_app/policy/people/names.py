"""Names of people: one form for storing and printing, and masks for lists and logs."""

import re
import unicodedata

NAME_DOT = "·"
# The dots keyboards and old files hold for the one of minority and foreign names.
_DOTS = str.maketrans(dict.fromkeys("•・･∙⋅‧●．｡﹒⸱ꞏ•", NAME_DOT))
# The eighty two-byte codes FE50-FEA0 of GBK had no place in Unicode when many government files
# were converted, which therefore hold U+E815-U+E864. Most have the place that the codec of
# GB 18030 gives the code today; these got theirs later (GB 18030-2005 and -2022 tables).
_LATER = {
    "\ue81e": "\u9fb4",
    "\ue826": "\u9fb5",
    "\ue82b": "\u9fb6",
    "\ue82c": "\u9fb7",
    "\ue832": "\u9fb8",
    "\ue843": "\u9fb9",
    "\ue854": "\u9fba",
    "\ue864": "\u9fbb",
    "\ue816": "\U00020087",
    "\ue817": "\U00020089",
    "\ue818": "\U000200cc",
    "\ue831": "\U000215d7",
    "\ue83b": "\U0002298f",
    "\ue855": "\U000241fe",
}
_GBK_TAIL = (byte for byte in range(0x50, 0xA1) if byte != 0x7F)
_PRIVATE_USE = str.maketrans(
    {
        chr(code): _LATER.get(chr(code)) or bytes((0xFE, byte)).decode("gb18030")
        for code, byte in enumerate(_GBK_TAIL, 0xE815)
    }
)
_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# A full stop or a ring between Chinese characters is the dot, typed with the wrong key.
_DOT_AT_HAN = re.compile(rf"(?<=[{_HAN}])\s*[.。˙]\s*(?=[{_HAN}])")
_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_SPACE_AT_HAN = re.compile(rf"(?<=[{_HAN}·])\s+(?=[{_HAN}·])|(?<=·)\s+|\s+(?=·)")
# Fingerprints come first: one in three hundred has eleven digits in it that look like a phone.
_IDENTITY = re.compile(
    r"(?P<fingerprint>\b[0-9a-f]{64}\b|(?<=\d-)[0-9a-f]{16}\b|#[0-9a-f]{12}\b)"
    r"|(?<!\d)(?:\d{17}[\dXx]|\d{15}|1[3-9]\d{9})(?!\d)",
    re.ASCII,
)
_LONG_NUMBER = re.compile(r"\d{11}", re.ASCII)


def normalise_name(text: str) -> str:
    """Return a name in the one form that is stored, searched and printed.

    NFC keeps rare characters as they are (NFKC would change some). Every separating dot
    becomes U+00B7, known private-use codes become their characters, invisible characters
    go away, spaces between Chinese characters go away and others become one space.
    """
    composed = modern(text).translate(_DOTS)
    visible = "".join(c for c in composed if not invisible(c))
    dotted = _DOT_AT_HAN.sub(NAME_DOT, visible)
    return " ".join(_SPACE_AT_HAN.sub("", dotted).split())


def invisible(character: str) -> bool:
    """Tell whether nobody sees a character: a format character, or one that picks a glyph."""
    return unicodedata.category(character) == "Cf" or bool(_SELECTOR.match(character))


def modern(text: str) -> str:
    """Return a text composed (NFC), with the private-use codes of old files as their characters."""
    return unicodedata.normalize("NFC", text).translate(_PRIVATE_USE)


def mask_name(name: str) -> str:
    """Return a name with its middle hidden: 陈静怡 → 陈*怡, 李龑 → 李*, 王 → *."""
    if len(name) <= 1:
        return "*" * len(name)
    if len(name) == 2:
        return f"{name[0]}*"
    return f"{name[0]}{'*' * (len(name) - 2)}{name[-1]}"


def mask_id(number: str) -> str:
    """Return an identity number with only its first three and last two characters."""
    return _mask(number, head=3, tail=2)


def mask_phone(number: str) -> str:
    """Return a phone number with only its first three and last four characters."""
    return _mask(number, head=3, tail=4)


def without_identities(text: str) -> str:
    """Mask whatever in a text has the form of an identity number or a mobile number."""
    if not _LONG_NUMBER.search(text):  # as in nearly every text, told in a seventh of the time
        return text
    return _IDENTITY.sub(
        lambda found: found[0] if found["fingerprint"] else mask_id(found[0]), text
    )


def _mask(text: str, *, head: int, tail: int) -> str:
    # A short text would be shown nearly whole, so at least four characters are hidden.
    if len(text) - head - tail < 4:
        head, tail = (1, 1) if len(text) >= 4 else (0, 0)
    hidden = len(text) - head - tail
    return text[:head] + "*" * hidden + text[len(text) - tail :]
