"""The 256 bytes of text on a card: which field stands where, by the kind of card.

Facts: the readers' published protocol notes. The layout of 2017 belongs to flag ``I``. That of
2023 (flag ``Y``) follows the resident card; of its details only what vendors publish is known:
the English name stands where the address was, the number has 18 digits and begins with 9, and
the three letters after the flag name the country.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from desk_app.devices.card import Card, CardKind
from desk_app.devices.errors import CardUnreadableError
from desk_app.policy.people.nations import NATIONS
from desk_app.policy.vocabulary import Sex

TEXT_LENGTH = 256
FLAG_AT = 248
ENDLESS = "长期"
NAME_ROOM = 15  # UTF-16 units
_PERMIT_REGIONS = ("810000", "820000", "830000")
_SEXES = {"1": Sex.MALE, "2": Sex.FEMALE}

# Field and length in bytes; a row of None is kept for the issuer's own use.
Layout = tuple[tuple[str | None, int], ...]
RESIDENT: Layout = (
    ("name", 30),
    ("sex", 2),
    ("nation", 4),
    ("birth", 16),
    ("address", 70),
    ("number", 36),
    ("issuer", 30),
    ("valid_from", 16),
    ("valid_to", 16),
    ("travel_permit_no", 18),
    ("issues", 4),
    (None, 6),
    ("flag", 2),
    (None, 6),
)
FOREIGNER_2017: Layout = (
    ("english_name", 120),
    ("sex", 2),
    ("number", 30),
    ("country", 6),
    ("name", 30),
    ("valid_from", 16),
    ("valid_to", 16),
    ("birth", 16),
    ("version", 4),
    ("authority", 8),
    ("flag", 2),
    (None, 6),
)
FOREIGNER_2023: Layout = (
    ("name", 30),
    ("sex", 2),
    ("renewals", 4),
    ("birth", 16),
    ("english_name", 70),
    ("number", 36),
    ("issuer", 30),
    ("valid_from", 16),
    ("valid_to", 16),
    (None, 28),
    ("flag", 2),
    ("country", 6),
)


def parse(block: bytes) -> Card:
    """Return what a card's text says.

    Raises CardUnreadableError where there is no name or no number in it.
    """
    if len(block) < TEXT_LENGTH:
        raise CardUnreadableError
    kind, layout = _kind_of(block)
    texts = dict(_fields(block, layout))
    english = " ".join(texts.get("english_name", "").split()) or None
    name, number = texts["name"] or english, texts["number"]
    if not name or not number:
        raise CardUnreadableError
    nation = texts.get("nation", "")
    return Card(
        kind=kind,
        name=name,
        number=number,
        sex=_SEXES.get(texts["sex"]),
        nation=NATIONS.get(nation, nation or None),
        birth=_day(texts["birth"]),
        address=texts.get("address") or None,
        issuer=texts.get("issuer") or None,
        valid_from=_day(texts["valid_from"]),
        valid_to=_day(texts["valid_to"]),
        endless=texts["valid_to"] == ENDLESS,
        english_name=english,
        country=texts.get("country") or None,
        travel_permit_no=texts.get("travel_permit_no") or None,
        name_full=_units(texts["name"]) >= NAME_ROOM,
    )


def write(layout: Layout, values: Iterable[tuple[str, str]]) -> bytes:
    """Return the text block of a card, as a chip holds it: for simulated readers."""
    given = dict(values)
    return b"".join(_filled(given.get(name or "", ""), length) for name, length in layout)


def _kind_of(block: bytes) -> tuple[CardKind, Layout]:
    flag = _text(block[FLAG_AT : FLAG_AT + 2])
    if flag == "I":
        return CardKind.FOREIGNER_2017, FOREIGNER_2017
    number = dict(_fields(block, RESIDENT))["number"]
    if flag == "Y" or (len(number) == 18 and number.startswith("9")):
        return CardKind.FOREIGNER_2023, FOREIGNER_2023
    if flag == "J" or number.startswith(_PERMIT_REGIONS):
        return CardKind.HMT_RESIDENCE_PERMIT, RESIDENT
    return CardKind.RESIDENT, RESIDENT


def _fields(block: bytes, layout: Layout) -> Iterator[tuple[str, str]]:
    start = 0
    for name, length in layout:
        if name is not None:
            yield name, _text(block[start : start + length])
        start += length


def _text(content: bytes) -> str:
    """Read UTF-16LE, filled up with spaces or zeros; half a character at the end is dropped."""
    return content.decode("utf-16-le", errors="ignore").replace("\0", " ").strip()


def _filled(text: str, length: int) -> bytes:
    content = text.encode("utf-16-le")[:length]
    return content + " ".encode("utf-16-le") * ((length - len(content)) // 2)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def _day(text: str) -> date | None:
    if len(text) != 8 or not (text.isascii() and text.isdigit()):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
