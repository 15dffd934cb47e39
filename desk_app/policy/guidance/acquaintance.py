"""What the records know already of the person whose number was typed, as far as rules ask."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from desk_app.policy.days.calendar import in_words
from desk_app.policy.people.names import mask_id, mask_name
from desk_app.policy.vocabulary import Hint, Problem

DEATH_RULE = "national.death.no_filing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Namesake:
    """Somebody else on file who could be meant."""

    name: str
    id_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A filing that was cancelled, and from when."""

    number: str
    place: str
    effective: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquaintance:
    """What is on file: nothing at all of most people.

    ``names`` are all names this number was filed under, the latest first. ``twofold`` are people
    born on the same day with the same phone under another kind of document, ``near`` those with
    nearly this number. ``dead`` is the filing that ended with this person's death, ``referral``
    their latest referral, ``ended`` the filings whose cancellation is still to take effect.
    ``replaced`` is the case that is being completed or, where ``changing``, changed.
    """

    names: tuple[str, ...] = ()
    twofold: tuple[Namesake, ...] = ()
    near: tuple[Namesake, ...] = ()
    dead: str | None = None
    referral: str | None = None
    ended: tuple[Ended, ...] = ()
    replaced: Mapping[str, Any] | None = None
    changing: bool = False


NOBODY = Acquaintance()


def problems_of(known: Acquaintance) -> Iterator[Problem]:
    """Yield what keeps a person from filing whatever the case is."""
    if known.dead is not None:
        message = (
            f"本机登记这位参保人已去世（备案 {known.dead} 因此注销），不能再办新的备案。"
            "登记有误的，请先更正那件备案。"
        )
        yield Problem(field="applicant.id_number", message=message, source=DEATH_RULE)


def hints_of(known: Acquaintance) -> Iterator[Hint]:
    """Yield whom else a number could belong to: twins, or the line above in a list."""
    for one in known.near:
        message = (
            f"本机另有相近的号码 {mask_id(one.id_number)}（{mask_name(one.name)}），"
            "请核对是否看错或是双胞胎。"
        )
        yield Hint(field="applicant.id_number", message=message)


def ended_words(ended: Ended) -> str:
    """Say of a cancelled filing until when it still holds."""
    return f"{ended.number}（到 {in_words(ended.effective)}才注销）"
