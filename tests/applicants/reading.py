"""The table of applicants, and the cases it stands for."""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from desk_app.policy.vocabulary import CancelReason
from desk_app.services.case.checking import check
from desk_app.services.filing import cancelling, intake
from tests.factory import agent, number

TODAY = date(2026, 11, 21)
_ORDERS = {"m": "001", "f": "002"}


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """One row: who comes with what, and what is right."""

    no: int
    who: str
    article: str
    type: str
    region: str = "440300"
    method: str = "documents"
    variant: str | None = None
    name: str = "王小明"
    insurance: str = "employee_1"
    born: str | None = None
    sex: str = "m"
    order: str | None = None
    kind: str = "resident_id"
    number: str | None = None
    birth: str | None = None
    agent: str | None = None
    place: str = "430100"
    referral_hospital: str | None = None
    set: dict[str, Any] = field(default_factory=dict)
    has: list[str] | None = None
    before: list[dict[str, Any]] = field(default_factory=list)
    ended: str | None = None
    effective: str | None = None
    change: bool = False
    wrong: dict[str, str] = field(default_factory=dict)
    asks: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    papers: list[str] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)

    def case(self, *, answered: bool = False) -> dict[str, Any]:
        """Return the raw case, with every document that is asked for unless the row says which."""
        raw: dict[str, Any] = {
            "region": self.region,
            "type": self.type,
            "variant": self.variant,
            "method": self.method,
            "applicant": {
                "name": self.name,
                "id_kind": self.kind,
                "id_number": self.number or number(self.born, self.order or _ORDERS[self.sex]),
                "birth": self.birth,
                "phone": "13800000001",
                "insurance": self.insurance,
            },
            "agent": agent(relation=self.agent) if self.agent else None,
            "place": self.place,
            "begin": TODAY.isoformat(),
            "referral_hospital": self.referral_hospital,
            "consent": True,
            "answers": dict(self.answers) if answered else None,
        }
        for path, value in self.set.items():
            group, _, name = path.rpartition(".")
            (raw[group] if group else raw)[name] = value
        raw["documents"] = self._documents(raw)
        return raw

    def _documents(self, raw: dict[str, Any]) -> dict[str, str]:
        if self.has is not None:
            return dict.fromkeys(self.has, "both")
        held: dict[str, str] = {}
        # A consent that is there lets a child come alone, which decides what else is needed.
        for _ in range(2):
            verdict = check(case={**raw, "documents": held}, today=TODAY)
            asked = verdict.guidance.documents if verdict.guidance else ()
            held = {one.id: "both" for one in asked if not one.by_commitment}
        return held

    def earlier(self, desk):
        """Register what was filed before; return the last of it."""
        done = None
        for told in self.before:
            shared = {"no": self.no, "who": "", "article": "", "born": self.born, "sex": self.sex}
            one = Applicant(**{**shared, **told})
            done = intake.register(desk=desk, case=one.case()).record
            if one.ended:
                cancelling.cancel(
                    desk=desk,
                    record_no=done.number,
                    reason=CancelReason(one.ended),
                    reason_text="女儿王小红来办",
                    effective=date.fromisoformat(one.effective) if one.effective else None,
                )
        return done


def documents_of(raw: dict[str, Any], known) -> tuple[set[str], set[str]]:
    """Return the documents and papers of a judged case."""
    verdict = check(case=raw, today=TODAY, known=known)
    guidance = verdict.guidance
    return {one.id for one in guidance.documents}, set(guidance.papers)


def read() -> list[Applicant]:
    """Return every row."""
    table = Path(__file__).with_name("applicants.toml").read_text("utf-8")
    return [Applicant(**row) for row in tomllib.loads(table)["applicant"]]


def findings() -> list[dict[str, Any]]:
    """Return the rows of the type finder."""
    table = Path(__file__).with_name("applicants.toml").read_text("utf-8")
    return list(tomllib.loads(table)["finding"])


def fits(found: set[str], wanted: list[str]) -> list[str]:
    """Return what of ``wanted`` is not so: ``!name`` must not be there."""
    return [one for one in wanted if (one.removeprefix("!") in found) is one.startswith("!")]
