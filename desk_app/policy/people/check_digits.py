"""Check characters of identity numbers."""

_RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_RESIDENT_CHARACTERS = "10X98765432"
_TRAVEL_DOCUMENT_WEIGHTS = (7, 3, 1)


def check_character(body: str) -> str:
    """Return the eighteenth character for the first seventeen digits of a number.

    GB 11643-1999, ISO 7064 MOD 11-2: resident cards, residence permits of Hong Kong, Macao
    and Taiwan residents, and the 18-character permanent residence card.
    Raises ValueError unless ``body`` is seventeen ASCII digits.
    """
    if len(body) != len(_RESIDENT_WEIGHTS) or not (body.isascii() and body.isdigit()):
        raise ValueError("a body of seventeen ASCII digits is needed")
    total = sum(int(digit) * weight for digit, weight in zip(body, _RESIDENT_WEIGHTS, strict=True))
    return _RESIDENT_CHARACTERS[total % 11]


def travel_document_digit(body: str) -> str:
    """Return the check digit of ICAO 9303 (weights 7-3-1) over ASCII digits and capitals.

    Older permanent residence cards carry it as their fifteenth character. Letters count
    from A = 10. Raises ValueError for any other character.
    """
    total = 0
    for place, character in enumerate(body):
        if not (character.isascii() and character.isalnum()):
            raise ValueError("only ASCII digits and capital letters have a value")
        total += int(character, 36) * _TRAVEL_DOCUMENT_WEIGHTS[place % 3]
    return str(total % 10)
