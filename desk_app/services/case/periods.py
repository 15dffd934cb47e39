"""Judge where and for how long a raw case files."""

from typing import Any

from desk_app.policy.guidance.facts import CaseFacts
from desk_app.policy.guidance.period import check_period, default_period
from desk_app.policy.packs.packs import Rulebook
from desk_app.policy.regions import place as place_of
from desk_app.services.case.reading import Reading

_OUTSIDE = ("71", "81", "82", "83")
_NOT_PAID = (
    "港澳台不在异地就医备案范围内：在境外就医的费用医保基金不支付，港澳台是否算境外请向"
    "医保经办机构核实。请改选内地就医地。"
)


def place(reading: Reading, clean: dict[str, Any]) -> None:
    """Judge the place of treatment into ``clean["place"]``."""
    code = reading.text("place", required=True)
    if code is None:
        return
    found = place_of(code)
    if code[:2] in _OUTSIDE:
        reading.problem("place", _NOT_PAID, "社会保险法第三十条")
        return
    if found is None:
        reading.problem("place", "就医地代码不在备案地名单里，请改为地级市或直辖市的六位代码。")
        return
    clean["place"] = found.code
    if found.to_verify:
        reading.hint("place", f"{found.name}按省级备案的做法需核实，请向医保经办机构确认。")


def period(reading: Reading, clean: dict[str, Any], *, facts: CaseFacts, rules: Rulebook) -> None:
    """Judge begin and end into ``clean``, filling in what the rule proposes and saying so."""
    begin, end = reading.day("begin"), reading.day("end")
    if reading.refused("begin") or reading.refused("end"):
        clean["begin"], clean["end"] = begin, end
        return
    proposed = default_period(facts, rules, begin=begin)
    if begin is None:
        begin = proposed.begin
        reading.hint("begin", f"没有填写开始日期，按 {begin} 计，请核对。")
    if end is None and proposed.end is not None:
        end = proposed.end
        source = proposed.rule.id if proposed.rule else None
        reading.hint("end", f"没有填写结束日期，按规则计为 {end}，请核对。", source)
    verdict = check_period(facts, rules, begin=begin, end=end)
    reading.problems.extend(verdict.problems)
    reading.hints.extend(verdict.hints)
    clean["begin"], clean["end"] = begin, end
