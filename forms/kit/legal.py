"""Which law a letter cites, by the day it is signed.

Names of laws and numbers of articles only; what they say is worded on the sheets.
"""

from dataclasses import dataclass
from datetime import date

NEW_LAW = date(2027, 1, 1)  # 医疗保障法 comes into force


@dataclass(frozen=True, slots=True)
class Basis:
    """Articles that apply from one day on, until the next row of the same list begins."""

    since: date
    articles: str


_FALSE_STATEMENTS = (
    Basis(
        date(2021, 5, 1),
        "《中华人民共和国社会保险法》第八十八条、《医疗保障基金使用监督管理条例》第四十一条",
    ),
    Basis(
        NEW_LAW,
        "《中华人民共和国医疗保障法》第四十八条、第四十九条",
    ),
)
AGENCY = "《中华人民共和国民法典》第一百六十五条"


def false_statements(day: date) -> str:
    """Return what makes false statements punishable on a day."""
    return _on(day, _FALSE_STATEMENTS)


def _on(day: date, rows: tuple[Basis, ...]) -> str:
    applicable = [row for row in rows if row.since <= day]
    return (applicable or rows)[-1 if applicable else 0].articles
