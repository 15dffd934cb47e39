"""What a card states, as every reader hands it out."""

from dataclasses import dataclass
from datetime import date

from desk_app.policy.vocabulary import Labelled, Sex


class CardKind(Labelled):
    """The kinds of card a reader understands."""

    RESIDENT = "resident", "居民身份证"
    HMT_RESIDENCE_PERMIT = "hmt_residence_permit", "港澳台居民居住证"
    FOREIGNER_2017 = "foreigner_2017", "外国人永久居留身份证（2017 版）"
    FOREIGNER_2023 = "foreigner_2023", "外国人永久居留身份证（2023 版）"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Card:
    """The text a card holds, without its photograph.

    ``name`` is the Chinese name, or the English one where there is none. ``valid_to`` is None
    for a card without an end (``endless``) and for one whose date cannot be read.
    ``name_full`` says that the name fills all the room the chip has, so that its end may be
    missing. Printing a card never shows whose it is.
    """

    kind: CardKind
    name: str
    number: str
    sex: Sex | None = None
    nation: str | None = None
    birth: date | None = None
    address: str | None = None
    issuer: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    endless: bool = False
    english_name: str | None = None
    country: str | None = None
    travel_permit_no: str | None = None
    name_full: bool = False

    def __repr__(self) -> str:
        """Name the kind only: a card in a log or an error must not tell a person's data."""
        return f"<Card {self.kind}>"

    def expired(self, today: date) -> bool:
        """Tell whether the card's last day is over."""
        return self.valid_to is not None and self.valid_to < today
