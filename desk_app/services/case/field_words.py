"""Say in words what a field of a raw case holds, for people who compare two of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from desk_app.policy.regions import place_words
from desk_app.policy.vocabulary import DocumentState
from desk_app.records.field_table import FIELDS, GROUPS, label
from desk_app.records.traits import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A field and its words in each of the cases that were compared."""

    field: str
    label: str
    words: tuple[str, ...]


def word(path: str, value: object) -> str:
    """Return what a value of a field is in words; what is no code is said as it stands."""
    text = "" if value is None else str(value)
    field = FIELDS["documents" if path.startswith("documents.") else path]
    if field.codes is not None and text in set(field.codes):
        return field.codes(text).label
    return place_words(text) if path == "place" and text else text


def title(path: str, *, documents: Mapping[str, str] | None = None) -> str:
    """Return what a field is called; ``documents`` are the names of documents by their id."""
    group, _, name = path.rpartition(".")
    if group == "documents":
        return (documents or {}).get(name, "材料")
    return f"代办人{label(path)}" if group == "agent" else label(path)


def differences(
    *cases: Mapping[str, Any], documents: Mapping[str, str] | None = None, whole: bool = False
) -> tuple[Changed, ...]:
    """Return the fields in which raw cases are not all alike; ``whole`` returns every filled one.

    Fields come in the order people fill them in.
    """
    return tuple(
        Changed(field=path, label=title(path, documents=documents), words=words)
        for path in _paths(cases)
        if len(set(words := tuple(word(path, _value(one, path)) for one in cases))) > 1
        or (whole and any(words))
    )


def _paths(cases: tuple[Mapping[str, Any], ...]) -> Iterator[str]:
    # The kind of document alone is the form's default: nobody was named.
    named = {
        group
        for group in GROUPS
        if any(_value(one, f"{group}.{name}") for one in cases for name in ("name", "id_number"))
    }
    for field in FIELDS.values():
        told = field.kind not in {Kind.GROUP, Kind.FLAG}
        if told and (not field.group or field.group in named):
            yield field.path
    listed = dict.fromkeys(key for one in cases for key in one.get("documents") or {})
    yield from (f"documents.{key}" for key in listed)


def _value(case: Mapping[str, Any], path: str) -> object:
    group, _, name = path.rpartition(".")
    holder = case.get(group) if group else case
    value = holder.get(name) if isinstance(holder, Mapping) else None
    # What is missing and what was never touched are the same thing.
    return None if value in ("", DocumentState.MISSING.value) else value
