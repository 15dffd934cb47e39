"""When a question is asked: circumstances of a case that are possible, and seldom true."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from desk_app.policy.days.calendar import add_months
from desk_app.policy.guidance.acquaintance import NOBODY, Acquaintance, ended_words
from desk_app.policy.guidance.facts import OWN_EARNINGS_FROM
from desk_app.policy.people.name_check import mixed
from desk_app.policy.people.names import mask_id, mask_name
from desk_app.policy.people.relations import is_adult, is_known_relation
from desk_app.policy.regions import place as place_of
from desk_app.policy.regions import region_name
from desk_app.policy.vocabulary import FilingType, Insurance, Sex

_LONG_AGO, _FAR_AHEAD, _SHORT = 6, 6, 6  # months
_YOUNG_RETIREE = {Sex.MALE: 50, Sex.FEMALE: 45}
"""Nobody retires regularly before; for illness or hard work a few do."""
_CHILDBIRTH_AGES = range(15, 56)
_NO_CHANGE = frozenset({"begin", "consent", "documents", "answers", "agent", "remark"})
_TOLD_FREELY = ("place_address", "admission_hospital", "reason", "remark")
_POOLED = {"46": "460000", "54": "540000"}
"""Regions pooled at province level (经办规程第十一条): who files there may file to all of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """A case as far as it is stated, the day it is judged, and what is known of the person.

    ``address`` is the filing place that the detailed address begins with, ``age`` in years,
    ``insurances`` the kinds of insurance of the insured region, as far as they are known.
    """

    case: Mapping[str, Any]
    on: date
    age: int | None = None
    address: str | None = None
    insurances: tuple[Insurance, ...] = ()
    known: Acquaintance = NOBODY

    def get(self, path: str) -> Any:
        """Return what stands in a field, None where nothing does."""
        group, _, name = path.rpartition(".")
        holder = self.case.get(group) if group else self.case
        value = holder.get(name) if isinstance(holder, Mapping) else None
        return value.strip() or None if isinstance(value, str) and type(value) is str else value

    @property
    def other_names(self) -> tuple[str, ...]:
        """Return the names on file where the one of the case is none of them."""
        name = self.get("applicant.name")
        return () if name is None or name in self.known.names else self.known.names

    @property
    def still_valid(self) -> str | None:
        """Return a cancelled filing that holds on after the new one begins."""
        begin, place = self.get("begin"), self.get("place")
        if begin is None:
            return None
        found = (one for one in self.known.ended if one.effective > begin and one.place == place)
        return next(map(ended_words, found), None)

    @property
    def pooled(self) -> str | None:
        """Return the province-level place that may be filed to instead."""
        return province_of(self.get("place") or "") or None


def province_of(place: str) -> str:
    """Return the province-level place that may be filed to instead of one, or an empty text."""
    wide = "660000" if place.startswith("6590") else _POOLED.get(place[:2], "")
    return "" if wide == place else wide


def words(of: Circumstances) -> dict[str, str]:
    """Return what a question may name, by the word in braces."""
    return {
        "age": str(of.age),
        "names": "、".join(f"“{mask_name(one)}”" for one in of.other_names),
        "twofold": "、".join(
            f"{mask_name(one.name)}（{mask_id(one.id_number)}）" for one in of.known.twofold
        ),
        "ended": of.still_valid or "",
        "referral": of.known.referral or "",
        "place": _name(of.get("place")),
        "address": _name(of.address),
        "province": _name(of.pooled),
        "begin": str(of.get("begin")),
        "relation": str(of.get("agent.relation")),
    }


def _name(code: str | None) -> str:
    found = place_of(code) if code else None
    return found.name if found else (region_name(code) or "" if code else "")


def _retired_young(of: Circumstances) -> bool:
    sex = of.get("applicant.sex") or Sex.FEMALE
    return of.age is not None and of.age < _YOUNG_RETIREE[sex]


def _resident(of: Circumstances) -> bool:
    return of.get("applicant.insurance") is Insurance.RESIDENT


def _no_employer(of: Circumstances) -> bool:
    return of.get("applicant.employer") is None


def _improbable_mother(of: Circumstances) -> bool:
    man = of.get("applicant.sex") is Sex.MALE
    return man or (of.age is not None and of.age not in _CHILDBIRTH_AGES)


def _temporary_short(of: Circumstances) -> bool:
    begin, end = of.get("begin"), of.get("end")
    return begin is not None and end is not None and begin <= end < add_months(begin, _SHORT)


def _begin_long_ago(of: Circumstances) -> bool:
    begin, since = of.get("begin"), of.get("admission") or of.on
    if begin is None or begin == (of.known.replaced or {}).get("begin"):
        return False
    return bool(begin < add_months(since, -_LONG_AGO))


def _begin_far_ahead(of: Circumstances) -> bool:
    begin = of.get("begin")
    return begin is not None and begin > add_months(of.on, _FAR_AHEAD)


def _no_hospital(of: Circumstances) -> bool:
    return of.get("admission") is not None and of.get("admission_hospital") is None


def _address_at_home(of: Circumstances) -> bool:
    return of.address is not None and of.address == of.get("region") != of.get("place")


def _insurance_elsewhere(of: Circumstances) -> bool:
    insurance = of.get("applicant.insurance")
    return bool(of.insurances) and insurance is not None and insurance not in of.insurances


def _own_earnings(of: Circumstances) -> bool:
    alone = of.get("agent") is None
    return alone and of.age is not None and of.age >= OWN_EARNINGS_FROM and not is_adult(of.age)


def _same_illness(of: Circumstances) -> bool:
    return of.get("type") is FilingType.REFERRAL and of.known.referral is not None


def _relation_unclear(of: Circumstances) -> bool:
    relation = of.get("agent.relation")
    return relation is not None and not is_known_relation(relation)


def _unchanged(of: Circumstances) -> bool:
    before = of.known.replaced
    if before is None or not of.known.changing:
        return False
    if of.get("begin") not in {of.on, before["begin"]}:  # today is only what the screen proposes
        return False
    return all(of.case.get(name) == before[name] for name in before.keys() - _NO_CHANGE)


def _province_named(of: Circumstances) -> bool:
    told = (of.get(path) or "" for path in _TOLD_FREELY)
    return any(word in text for text in told for word in ("省本级", "省直", "省级医保"))


DOUBTS: Mapping[str, Callable[[Circumstances], bool]] = {
    "retired_young": _retired_young,
    "resident_insurance": _resident,
    "no_employer": _no_employer,
    "improbable_mother": _improbable_mother,
    "temporary_short": _temporary_short,
    "begin_long_ago": _begin_long_ago,
    "begin_far_ahead": _begin_far_ahead,
    "no_hospital": _no_hospital,
    "address_at_home": _address_at_home,
    "insurance_elsewhere": _insurance_elsewhere,
    "province_named": _province_named,
    "pooled": lambda of: of.pooled is not None,
    "own_earnings": _own_earnings,
    "same_illness": _same_illness,
    "relation_unclear": _relation_unclear,
    "name_mixed": lambda of: mixed(of.get("applicant.name") or ""),
    "agent_name_mixed": lambda of: mixed(of.get("agent.name") or ""),
    "other_name": lambda of: bool(of.other_names),
    "other_document": lambda of: bool(of.known.twofold),
    "still_valid": lambda of: of.still_valid is not None,
    "unchanged": _unchanged,
}
"""By the word a question uses for them."""
