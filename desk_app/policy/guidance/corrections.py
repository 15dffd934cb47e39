"""Which fields of a kept filing may be put right under its number, and which need a change."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from desk_app.policy.vocabulary import Labelled, Problem
from resources import path


class Way(Labelled):
    """How a field of a kept filing is put right."""

    CONTACT = "contact", "修改联系信息"
    SLIP = "slip", "更正"
    EARLY = "early", "更正，限开始以前"
    LAW = "law", "要另外办理"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRule:
    """How one field is put right; ``instead`` says what to do where it is not by a correction."""

    field: str
    way: Way
    instead: str = ""


@cache
def rules() -> dict[str, FieldRule]:
    """Return the rule of each field by its path."""
    with path("policy", "corrections.toml").open("rb") as file:
        rows = tomllib.load(file)["field"]
    return {
        row["id"]: FieldRule(field=row["id"], way=Way(row["way"]), instead=row.get("instead", ""))
        for row in rows
    }


def check(fields: Iterable[str], *, begun: bool, contact_only: bool) -> tuple[Problem, ...]:
    """Return what stands against putting fields right.

    ``begun`` tells whether the filing was accepted before today and its first day has come.
    """
    return tuple(
        Problem(field=one.field, message=told)
        for one in (rules()[field] for field in fields)
        if (told := _against(one, begun=begun, contact_only=contact_only))
    )


def _against(rule: FieldRule, *, begun: bool, contact_only: bool) -> str:
    if rule.way is Way.LAW:
        return rule.instead
    if rule.way is Way.EARLY and begun:
        return f"备案已经开始，不能当作写错来改。{rule.instead}"
    if contact_only and rule.way is not Way.CONTACT:
        return "这一项不是联系信息，请办理更正，写明谁提出、看过什么证件。"
    return ""


def is_contact(fields: Iterable[str]) -> bool:
    """Tell whether only what needs no proof differs."""
    return all(rules()[field].way is Way.CONTACT for field in fields)
