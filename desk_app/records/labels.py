"""Find the one label of a field by its path in the JSON of a case."""

from collections.abc import Mapping

from pydantic.fields import FieldInfo

from desk_app.records.filing import Case
from desk_app.records.person import AgentFields, ApplicantFields

_GROUPS = {"applicant": ApplicantFields, "agent": AgentFields}


def label(path: str) -> str:
    """Return the Chinese label of a field, for example ``applicant.id_number`` → 证件号码.

    Raises KeyError for a path that no field has.
    """
    group, _, name = path.rpartition(".")
    fields: Mapping[str, FieldInfo] = _GROUPS[group].model_fields if group else Case.model_fields
    title = fields[name].title
    if title is None:
        raise KeyError(path)
    return title
