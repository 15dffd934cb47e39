"""What is to be known of a field beside its title, its type and its longest text."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from desk_app.policy.people.names import mask_id, mask_phone


class Kind(Enum):
    """How a field is read, masked and worded; a type that says so needs no other word."""

    TEXT = auto()
    CODE = auto()
    """One of a closed set of codes."""
    DAY = auto()
    FLAG = auto()
    NAME = auto()
    IDENTITY = auto()
    """The number of an identity document, judged together with its kind."""
    PHONE = auto()
    PLACE = auto()
    """The code of a place or region."""
    GROUP = auto()
    """A person or the documents: fields of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Traits of a field, stated where the field is: ``Annotated[str | None, Told(…)]``.

    ``kind`` only where the type does not tell it. ``mask`` hides a number in lists. ``again``:
    taken over by "as last time". ``personal``: never in the history as it is, whatever its kind.
    ``after``: the field of its group it is read out and listed after, where that is not the one
    before it.
    """

    kind: Kind | None = None
    mask: Callable[[str], str] | None = None
    again: bool = False
    personal: bool = False
    after: str | None = None


AGAIN = Told(again=True)
NAME = Told(kind=Kind.NAME, again=True)
IDENTITY = Told(kind=Kind.IDENTITY, mask=mask_id)
PHONE = Told(kind=Kind.PHONE, mask=mask_phone, again=True)
NUMBER = Told(mask=mask_id, again=True)
"""A number of a person that no check character guards."""
