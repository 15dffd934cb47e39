"""A second filing beside an active one: what excludes it, and what the applicant should know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from desk_app.policy.guidance.period import PeriodVerdict
from desk_app.policy.packs.rules import Statement
from desk_app.policy.regions import place as place_of
from desk_app.policy.vocabulary import TYPE_GROUPS, FilingType, Hint, Method, Problem

LONG_TERM = TYPE_GROUPS["long_term"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A filing as far as overlaps go; ``number`` is None for the one being made."""

    type: FilingType
    method: Method
    place: str
    begin: date
    end: date | None
    number: str | None = None
    waits: bool = False  # for documents: registered, and not yet in force

    def overlaps(self, other: "Span") -> bool:
        """Tell whether both are in force on some day, first and last days included."""
        return (self.end is None or other.begin <= self.end) and (
            other.end is None or self.begin <= other.end
        )


def check_overlaps(
    new: Span, active: Iterable[Span], *, one_place: Statement | None = None
) -> PeriodVerdict:
    """Judge a new filing beside the active filings of the same person.

    The same place twice is refused: that is a change. Another place is allowed, with a remark;
    where the insured region takes a commitment for one place only (``one_place`` says so), two
    long-term places by commitment are refused.
    """
    problems: list[Problem] = []
    hints: list[Hint] = []
    for old in active:
        if not new.overlaps(old):
            continue
        refused = _refusal(new, old, one_place)
        if refused is not None:
            problems.append(refused)
        else:
            hints.append(_remark(old))
    return PeriodVerdict(problems=tuple(problems), hints=tuple(hints))


def _refusal(new: Span, old: Span, one_place: Statement | None) -> Problem | None:
    where, number = _name(old.place), _number(old)
    if old.place == new.place and (old.type is new.type or {old.type, new.type} <= LONG_TERM):
        message = f"申请人已有到{where}的有效备案{number}，请办理变更，或先注销原备案。"
        if old.waits:
            message = (
                f"申请人有一件到{where}的备案在等材料{number}，不要另办：材料带来了请办理补齐材料；"
                "那一件不要了，请先注销。"
            )
        return Problem(field="place", message=message)
    both_long_term = {old.type, new.type} <= LONG_TERM
    if one_place and both_long_term and Method.COMMITMENT in {old.method, new.method}:
        message = (
            f"申请人已有到{where}的{_kind(old)}{number}。{one_place.text}"
            "请改为提交材料，或办理变更。"
        )
        return Problem(field="method", message=message, source=one_place.id)
    return None


def _remark(old: Span) -> Hint:
    kind = "备案在等材料" if old.waits else "有效备案"
    message = f"申请人另有到{_name(old.place)}的{kind}{_number(old)}，请核对是否要同时保留。"
    return Hint(field="place", message=message)


def _kind(old: Span) -> str:
    return "长期备案（待补正）" if old.waits else "长期备案"


def _number(old: Span) -> str:
    return f"（{old.number}）" if old.number else ""


def _name(code: str) -> str:
    found = place_of(code)
    return found.name if found else "同一就医地"
