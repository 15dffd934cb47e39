"""Take what a card says into a raw case: what it fills in, and what differs from what was typed."""

import copy
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from desk_app.devices.card import Card, CardKind
from desk_app.policy.people.id_text import normalise_number
from desk_app.policy.people.names import normalise_name
from desk_app.policy.regions import places
from desk_app.policy.vocabulary import Hint, IdKind
from desk_app.records.field_table import label

Group = Literal["applicant", "agent"]

ID_KINDS = {
    CardKind.RESIDENT: IdKind.RESIDENT_ID,
    CardKind.HMT_RESIDENCE_PERMIT: IdKind.HMT_RESIDENCE_PERMIT,
    CardKind.FOREIGNER_2017: IdKind.FOREIGNER_PR_CARD,
    CardKind.FOREIGNER_2023: IdKind.FOREIGNER_PR_CARD,
}
_BODILY = ("sex", "birth")  # of the person typed before, where the card does not say them
_ADDRESS_FIELD: Mapping[Group, str] = {"applicant": "household_address", "agent": "address"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field in which the card says something else than what was typed."""

    field: str
    label: str
    typed: str
    on_card: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardChanges:
    """What a card would change in a case.

    ``fills`` are values for fields nobody filled yet; ``differs`` waits for the clerk's word.
    With ``other_person`` another number was typed: nothing is filled, two people are not mixed.
    """

    fills: Mapping[str, str]
    differs: tuple[Difference, ...]
    hints: tuple[Hint, ...]
    other_person: bool


def changes(
    *, case: Mapping[str, Any], card: Card, today: date, group: Group = "applicant"
) -> CardChanges:
    """Compare a card with the person typed so far."""
    stated = dict(_stated(card, group))
    person = case.get(group)
    typed = person if isinstance(person, Mapping) else {}
    number = normalise_number(str(typed.get("id_number") or ""))
    other = bool(number) and number != normalise_number(card.number)
    fills, differs = {}, []
    for name, value in stated.items():
        path, held = f"{group}.{name}", str(typed.get(name) or "")
        # A kind that stands beside an empty number is the form's default, not a typed one.
        if not held.strip() or (name == "id_kind" and not number):
            fills[path] = value
        elif _form(name, held) != _form(name, value):
            differs.append(Difference(field=path, label=label(path), typed=held, on_card=value))
    return CardChanges(
        fills={} if other else fills,
        differs=tuple(differs),
        hints=tuple(_hints(card, group, today)),
        other_person=other,
    )


def taken(
    *, case: Mapping[str, Any], changes: CardChanges, fields: Collection[str] = ()
) -> dict[str, Any]:
    """Return the case with what the card fills, and with its word for the given ``fields``."""
    after = copy.deepcopy(dict(case))
    chosen = {one.field: one.on_card for one in changes.differs if one.field in fields}
    for path, value in {**changes.fills, **chosen}.items():
        group, _, name = path.partition(".")
        after[group] = {**(after.get(group) or {}), name: value}
    return after


def replaced(*, case: Mapping[str, Any], card: Card, group: Group = "applicant") -> dict[str, Any]:
    """Return the case with everything the card states in place of what was typed.

    What else was told of that person, such as the telephone, stays.
    """
    after = copy.deepcopy(dict(case))
    kept = {name: value for name, value in (after.get(group) or {}).items() if name not in _BODILY}
    after[group] = {**kept, **dict(_stated(card, group))}
    return after


def place_of(address: str | None) -> str | None:
    """Return the code of the filing place an address on a card begins with, or None."""
    written = "".join((address or "").split())
    found = [one for one in places() if written.startswith(one.full_name)]
    return max(found, key=lambda one: len(one.full_name)).code if found else None


def _stated(card: Card, group: Group) -> Iterator[tuple[str, str]]:
    yield "id_kind", ID_KINDS[card.kind].value
    yield "id_number", normalise_number(card.number)
    yield "name", normalise_name(card.name)
    if card.sex is not None:
        yield "sex", card.sex.value
    if card.birth is not None:
        yield "birth", card.birth.isoformat()
    if card.nation is not None and group == "applicant":
        yield "nation", card.nation
    # The address on a residence permit is where its holder lives, not a household registration.
    if card.address and (card.kind is CardKind.RESIDENT or group == "agent"):
        yield _ADDRESS_FIELD[group], card.address


def _form(name: str, text: str) -> str:
    if name == "id_number":
        return normalise_number(text)
    if name == "nation":
        return text.strip().removesuffix("族")
    return normalise_name(text)


def _hints(card: Card, group: Group, today: date) -> Iterator[Hint]:
    if card.expired(today):
        yield Hint(
            field=f"{group}.id_number",
            message=f"证件已于 {card.valid_to} 到期，请让持证人出示有效的证件。",
        )
    if card.name_full:
        yield Hint(
            field=f"{group}.name",
            message="证件芯片里的姓名已占满 15 个字的位置，可能没有存全，请照证件正面核对。",
        )
