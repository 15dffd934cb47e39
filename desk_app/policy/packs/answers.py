"""The bureau's own answers (本局口径): entered by a supervisor, dated, stronger than any source."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from desk_app.policy.packs.rules import Rule, RuleStatus, Statement

SOURCE_ID = "bureau"
TOPIC = "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class BureauAnswer:
    """What the bureau answered to a question on which sources disagree, or on one rule.

    ``subject`` is the id of the question (C2) or of the rule; ``region`` the insured region
    it was asked for, a province for all of its cities; ``number`` that of the letter or call.
    """

    subject: str
    region: str
    text: str
    answered_by: str
    answered_on: date
    number: str | None = None

    @property
    def reference(self) -> str:
        """Return who answered and under which number, as a source is cited."""
        return f"{self.answered_by}，{self.number}" if self.number else self.answered_by


def answers_in_force(
    answers: Iterable[BureauAnswer], *, regions: Sequence[str], on: date
) -> Mapping[str, BureauAnswer]:
    """Return by subject the answer that counts: the nearest region's, of those the latest."""
    found: dict[str, BureauAnswer] = {}
    known = [one for one in answers if one.region in regions and one.answered_on <= on]
    for one in sorted(known, key=lambda one: (-regions.index(one.region), one.answered_on)):
        found[one.subject] = one
    return found


def answered(rule: Rule, answers: Mapping[str, BureauAnswer]) -> Rule:
    """Return the rule in the bureau's words, where the bureau has answered on it."""
    answer = answers.get(rule.id)
    return rule if answer is None else replace(rule, **_bureau(answer))


def answer_statement(group: str, answer: BureauAnswer, said: Sequence[Rule]) -> Statement:
    """Return the answer to a question as a statement, for the types its rules are for."""
    every = any(not rule.types for rule in said)
    types = frozenset(one for rule in said for one in rule.types)
    return Statement(
        id=f"bureau.{group}",
        region=answer.region,
        topic=TOPIC,
        types=frozenset() if every else types,
        when=(),
        effective_from=answer.answered_on,
        effective_to=None,
        conflict=group,
        replaces=(),
        **_bureau(answer),
    )


def _bureau(answer: BureauAnswer) -> dict[str, Any]:
    return {
        "text": answer.text,
        "source_id": SOURCE_ID,
        "source": f"本局口径（{answer.reference}）",
        "source_date": answer.answered_on.isoformat(),
        "place": answer.number or answer.answered_by,
        "status": RuleStatus.BUREAU_CONFIRMED,
        "confirm": False,
        "disputed": False,
    }
