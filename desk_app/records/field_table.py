"""Every field of a case in one table, made from the models: who lists fields, lists these."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import get_args

from annotated_types import MaxLen
from pydantic.fields import FieldInfo

from desk_app.policy.vocabulary import Labelled
from desk_app.records.base import Fields
from desk_app.records.filing import Case
from desk_app.records.person import AgentFields, ApplicantFields
from desk_app.records.traits import Kind, Told

GROUPS: Mapping[str, type[Fields]] = MappingProxyType(
    {"applicant": ApplicantFields, "agent": AgentFields, "": Case}
)
"""The models of a case by the beginning of their fields' paths."""

_PLAIN = Told()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseField:
    """A field of a case: where it is in the JSON, its one label, and its traits.

    ``codes`` are what it may hold, ``longest`` is in characters; None where it has no such.
    """

    path: str
    group: str
    name: str
    title: str
    kind: Kind
    required: bool
    codes: type[Labelled] | None
    longest: int | None
    mask: Callable[[str], str] | None
    again: bool
    personal: bool

    @property
    def open(self) -> bool:
        """Tell whether its value identifies nobody, so that the history may say it as it is."""
        coded = self.codes is not None or self.kind in {Kind.DAY, Kind.FLAG, Kind.PLACE}
        return coded and not self.personal


def _made(group: str, name: str, info: FieldInfo, told: Told) -> CaseField:
    types = {info.annotation, *get_args(info.annotation)}  # X, X | None, dict[str, X]
    codes = next(
        (one for one in types if isinstance(one, type) and issubclass(one, Labelled)), None
    )
    return CaseField(
        path=f"{group}.{name}" if group else name,
        group=group,
        name=name,
        title=info.title or "",
        kind=told.kind or _kind(types, codes),
        required=info.is_required(),
        codes=codes,
        longest=next((one.max_length for one in info.metadata if isinstance(one, MaxLen)), None),
        mask=told.mask,
        again=told.again,
        personal=told.personal,
    )


def _kind(types: set[object], codes: type[Labelled] | None) -> Kind:
    if str in types:
        return Kind.GROUP if codes else Kind.TEXT
    if codes:
        return Kind.CODE
    if bool in types:
        return Kind.FLAG
    return Kind.DAY if date in types else Kind.GROUP


def _of_group(group: str) -> Iterator[CaseField]:
    """Yield the fields of a group in the order they are read out."""
    model = GROUPS[group]
    traits = {
        name: next((one for one in info.metadata if isinstance(one, Told)), _PLAIN)
        for name, info in model.model_fields.items()
    }
    order: list[str] = [name for name in traits if traits[name].after is None]
    for name, told in traits.items():
        if told.after is not None:
            order.insert(order.index(told.after) + 1, name)
    for name in order:
        yield _made(group, name, model.model_fields[name], traits[name])


FIELDS: Mapping[str, CaseField] = MappingProxyType(
    {field.path: field for group in GROUPS for field in _of_group(group)}
)
"""Every field by its path, in the order a case is read out: applicant, agent, filing."""
MASKS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {field.name: field.mask for field in FIELDS.values() if field.mask}
)
"""How the numbers of a person are masked in lists, by the names of their fields."""


def of_group(group: str) -> tuple[CaseField, ...]:
    """Return the fields of the applicant, the agent, or (for an empty text) the filing."""
    return tuple(field for field in FIELDS.values() if field.group == group)


def label(path: str) -> str:
    """Return the Chinese label of a field, for example ``applicant.id_number`` → 证件号码.

    Raises KeyError for a path that no field has.
    """
    return FIELDS[path].title
