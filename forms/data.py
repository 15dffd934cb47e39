"""The plain values a paper is printed from.

They are frozen, hold only text, dates, numbers, flags and tuples, and turn into JSON and
back without loss: that JSON is kept with the print job, so that a reprint years later is
the same document. Codes (``type``, ``insurance`` …) are those of the desk; how a code is worded
on a paper is the business of the sheet and belongs to its edition.
"""

import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperData:
    """Base of the data of one paper; ``from_json(to_json())`` gives an equal value."""

    def to_json(self) -> dict[str, Any]:
        """Return the data as JSON-able values."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Return the data stored by ``to_json``; raise TypeError for a key it does not know."""
        hints = typing.get_type_hints(cls)
        return cls(**{name: _typed(hints.get(name), value) for name, value in stored.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class Office(PaperData):
    """Who issues the paper."""

    hall: str
    counter: str
    clerk: str
    insured_region: str  # full name of the insured region, e.g. 广东省深圳市
    address: str | None = None
    phone: str | None = None
    complaint_phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(PaperData):
    """A person as a paper names them; ``id_kind`` is the printed title of the document."""

    name: str
    id_kind: str
    id_number: str
    phone: str
    sex: str | None = None  # 男 or 女
    birth: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant(Person):
    """The insured person."""

    phone2: str | None = None
    nation: str | None = None
    insurance: str | None  # code: employee_1, employee_2, employee, resident; None in a draft
    social_card_no: str | None = None
    insured_no: str | None = None
    employer: str | None = None
    household_address: str | None = None
    employment: str | None = None
    residence_permit_no: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent(Person):
    """The person who acts for the applicant."""

    relation: str
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(PaperData):
    """Where treatment is to be had; ``within_province`` decides 省内跨市 or 跨省."""

    code: str
    province: str
    city: str
    within_province: bool
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine(PaperData):
    """One document of the case; ``state`` is a code: original, copy, both, commitment, missing."""

    name: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration(PaperData):
    """A registration form: Guangdong, Shenzhen, or Shenzhen's for migrant workers."""

    number: str | None  # record number; None while a draft
    check: str | None  # check characters of the number, for the QR code
    kind: str  # new, change, cancel
    day: date  # day of acceptance, or of the draft
    office: Office
    applicant: Applicant
    agent: Agent | None
    type: str | None  # None, like place and begin below, only in a draft not filled in yet
    method: str
    place: Place | None
    begin: date | None
    end: date | None
    end_text: str  # how an open end is worded, e.g. 长期有效
    documents: tuple[DocumentLine, ...]
    admission: date | None = None
    admission_hospital: str | None = None
    referral_hospital: str | None = None
    reason: str | None = None
    outpatient: str | None = None
    consent: bool = False
    remark: str | None = None
    replaces: str | None = None  # number of the filing this one replaces


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancellation(PaperData):
    """The application to cancel a filing."""

    number: str  # number of the filing that is cancelled
    check: str
    day: date  # day of the application
    office: Office
    applicant: Applicant
    agent: Agent | None
    type: str
    method: str
    place: Place
    begin: date
    end: date | None
    end_text: str
    accepted_day: date  # day the filing was accepted
    reason: str  # code of the reason
    reason_text: str | None  # free words where the reason is "other"
    effective: date
    replaced_by: str | None = None


def _plain(value: object) -> object:
    if isinstance(value, PaperData):
        return value.to_json()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _typed(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if typing.get_origin(hint) in {typing.Union, types.UnionType}:
        hint = next(kind for kind in typing.get_args(hint) if kind is not type(None))
    if typing.get_origin(hint) is tuple:
        return tuple(_typed(typing.get_args(hint)[0], item) for item in value)
    if is_dataclass(hint) and issubclass(typing.cast("type", hint), PaperData):
        return typing.cast("type[PaperData]", hint).from_json(value)
    return date.fromisoformat(value) if hint is date else value
