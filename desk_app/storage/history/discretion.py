"""What the history may say of a value: codes and dates as they are, people only masked."""

import hmac
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from desk_app.policy.people.names import mask_id, mask_name, mask_phone, without_identities
from desk_app.records.field_table import FIELDS
from desk_app.records.traits import Kind
from desk_app.storage.schema.tables import META

# What identifies nobody is open; of some of the rest a part is said; everything else is sealed.
_OPEN = frozenset(field.name for field in FIELDS.values() if field.open) | {
    "status", "code", "role", "active", "reason_code", "effective", "replaces", "replaced_by",
    "rules", "serial", "answers",
}  # fmt: skip
_PARTS = {Kind.NAME: mask_name, Kind.IDENTITY: mask_id, Kind.PHONE: mask_phone}
_MASKS = {field.name: _PARTS[field.kind] for field in FIELDS.values() if field.kind in _PARTS}
KEPT = "desk_app.kept"
"""In the notes of a session: a mapping that outlives it, for what never changes in the records."""
_KEY = "audit_key"
_AUDIT_KEY = select(META.c.value).where(META.c.name == "audit_key")
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=str)


def difference(
    session: Session, before: Mapping[str, Any], after: Mapping[str, Any]
) -> dict[str, list[Any]]:
    """Return ``{path: [before, after]}`` for each field that differs, fit for the history.

    Nested mappings become dotted paths. Values may be anything ``json`` can write as text.
    """
    old, new = _flat(before), _flat(after)
    return {
        path: [fit(session, path, old.get(path)), fit(session, path, new.get(path))]
        for path in dict.fromkeys([*old, *new])
        if old.get(path) != new.get(path)
    }


def fit(session: Session, path: str, value: Any) -> Any:
    """Return what the history may say of a field's value: itself, a mask, or a keyed seal."""
    if value is None or isinstance(value, bool):
        return value
    names = path.split(".")
    if not _OPEN.isdisjoint({names[0], names[-1]}):
        return value if isinstance(value, int | float) else without_identities(str(value))
    mask = _MASKS.get(names[-1])
    return mask(str(value)) if mask else seal(session, value)


def seal(session: Session, value: Any) -> str:
    """Return a short keyed fingerprint: equal values are seen to be equal, and nothing more."""
    kept = session.info.setdefault(KEPT, {})
    if _KEY not in kept:
        found = session.connection().execute(_AUDIT_KEY).scalar_one()
        kept[_KEY] = hmac.new(bytes.fromhex(found), digestmod="sha256")
    begun = kept[_KEY].copy()  # the key is worked in once only: half of the time
    begun.update(_ENCODER.encode(value).encode())
    return f"#{begun.hexdigest()[:12]}"


def _flat(values: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{prefix}{name}.")
        else:
            flat[prefix + name] = value
    return flat
