"""What the history may say of a value: codes and dates as they are, people only masked."""

import hmac
import json
import re
from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, select

from desk_app.policy.names import mask_id, mask_name, mask_phone
from desk_app.storage.tables import Meta

# Fields whose values identify nobody. Everything not named here is masked or sealed.
_OPEN = frozenset(
    {
        "region", "type", "variant", "method", "place", "begin", "end", "status", "insurance",
        "id_kind", "sex", "documents", "admission", "outpatient", "consent", "code", "role",
        "active", "reason_code", "effective", "replaces", "replaced_by", "rules", "serial",
    }
)  # fmt: skip
_MASKS = {
    "name": mask_name,
    "id_number": mask_id,
    "phone": mask_phone,
    "phone2": mask_phone,
}
# Fingerprints come first: one in three hundred has eleven digits in it that look like a phone.
_IDENTITY = re.compile(
    r"(?P<fingerprint>\b[0-9a-f]{64}\b|(?<=\d-)[0-9a-f]{16}\b|#[0-9a-f]{12}\b)"
    r"|(?<!\d)(?:\d{17}[\dXx]|\d{15}|1[3-9]\d{9})(?!\d)",
    re.ASCII,
)
_KEY = "desk_app.audit_key"
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
    if _KEY not in session.info:
        row = session.exec(select(Meta.value).where(Meta.name == "audit_key")).one()
        session.info[_KEY] = bytes.fromhex(row)
    text = _ENCODER.encode(value)
    return "#" + hmac.digest(session.info[_KEY], text.encode(), "sha256").hex()[:12]


def without_identities(text: str) -> str:
    """Mask whatever in a text has the form of an identity number or a mobile number."""
    return _IDENTITY.sub(
        lambda found: found[0] if found["fingerprint"] else mask_id(found[0]), text
    )


def _flat(values: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{prefix}{name}.")
        else:
            flat[prefix + name] = value
    return flat
