"""Judge a raw case: every problem at once, what to look at twice, which documents are missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from desk_app.policy.guidance.acquaintance import NOBODY, Acquaintance, hints_of, problems_of
from desk_app.policy.guidance.availability import Refusal
from desk_app.policy.guidance.documents import FORMER
from desk_app.policy.guidance.guidance import (
    Guidance,
    RequiredDocument,
    guide,
    missing_documents,
    settled_states,
)
from desk_app.policy.guidance.questions import Asked
from desk_app.policy.guidance.wrong_door import NO_REGION, advice, pooled
from desk_app.policy.guidance.wrong_door import judged as wrong_door
from desk_app.policy.packs.packs import Rulebook
from desk_app.policy.people.identity import IdentityVerdict
from desk_app.policy.vocabulary import (
    DocumentState,
    FilingType,
    Hint,
    Method,
    Problem,
    Variant,
)
from desk_app.records.field_table import of_group
from desk_app.records.filing import Case
from desk_app.records.traits import Kind
from desk_app.services.case import asking, parties, periods
from desk_app.services.case.kept_case import facts_stated
from desk_app.services.case.reading import Reading
from desk_app.services.rules.rulebooks import SHIPPED, Shelf

_MOST_DOCUMENTS = 100
_LONGEST_STATE = 40
# Judged on their own: what a rule hangs on, or what takes its value from one.
_ODD = frozenset({"region", "type", "variant", "method", "place", "begin", "end", "consent"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the rules say of a raw case.

    ``case`` is there only when nothing must be mended; documents may still be missing then.
    """

    case: Case | None
    problems: tuple[Problem, ...]
    hints: tuple[Hint, ...]
    guidance: Guidance | None
    missing: tuple[RequiredDocument, ...]
    identity: IdentityVerdict | None
    questions: tuple[Asked, ...] = ()

    @property
    def open_questions(self) -> tuple[Asked, ...]:
        """Return what is asked and not answered so that the case can be filed."""
        return tuple(one for one in self.questions if not one.settled)

    @property
    def told(self) -> tuple[Hint, ...]:
        """Return the hints, and what is asked where nobody is there to answer."""
        return (*self.hints, *asking.hints(self.open_questions))


def check(
    *,
    case: Mapping[str, Any],
    today: date,
    shelf: Shelf = SHIPPED,
    known: Acquaintance = NOBODY,
) -> Verdict:
    """Judge a case, which may be incomplete or wrong, by the rules in force on ``today``.

    ``known`` is what the records know of the applicant (``recognising``).
    """
    reading = Reading(case)
    reading.problems.extend(problems_of(known))
    reading.hints.extend(hints_of(known))
    clean: dict[str, Any] = {"consent": reading.flag("consent")}
    rules = _region(reading, clean, today, shelf)
    _kind(reading, clean)
    identity = parties.applicant(reading, clean, today)
    parties.agent(reading, clean, today)
    periods.place(reading, clean)
    clean["admission"] = reading.day("admission")
    clean["answers"] = asking.answers(reading, known)
    guidance = None
    if rules is not None and clean["type"] is not None:
        facts = facts_stated(clean, on=today)
        guidance = guide(facts, rules)
        _availability(reading, clean, guidance)
        periods.period(reading, clean, facts=facts, rules=rules)
    else:  # no rule tells yet how long it lasts; what is no day is told all the same
        clean |= {name: reading.day(name) for name in ("begin", "end")}
    _circumstances(reading, clean, guidance)
    states = _documents(reading, clean, guidance)
    missing: tuple[RequiredDocument, ...] = ()
    if guidance is not None:
        missing = missing_documents(guidance, states)
        clean["documents"] = settled_states(guidance, states)
        _only_copied(reading, guidance, clean["documents"])
    asked = asking.asked(clean, today, known, rules.insurances if rules else ())
    judged = None if reading.problems else Case.model_validate(clean)
    return Verdict(
        case=judged,
        problems=tuple(reading.problems),
        hints=tuple(reading.hints),
        guidance=guidance,
        missing=missing,
        identity=identity,
        questions=asked,
    )


def _region(reading: Reading, clean: dict[str, Any], today: date, shelf: Shelf) -> Rulebook | None:
    code = reading.text("region", required=True)
    if code is None:
        return None
    code = pooled(code)
    if code is None:
        reading.problem("region", NO_REGION)
        return None
    judged = wrong_door(code, hall=shelf.hall, neighbours=shelf.neighbours)
    if isinstance(judged, Refusal):
        reading.problem(judged.field, judged.message)
        return None
    if code not in shelf.regions():
        reading.problem("region", "".join(advice(code)))
        return None
    if judged is not None:
        reading.hint(judged.field, judged.message, judged.source)
    clean["region"] = code
    return shelf.rulebook(code, on=today)


def _kind(reading: Reading, clean: dict[str, Any]) -> None:
    clean["type"] = reading.code("type", FilingType)
    clean["variant"] = reading.code("variant", Variant, required=False)
    clean["method"] = reading.code("method", Method, required=False) or Method.DOCUMENTS


def _availability(reading: Reading, clean: Mapping[str, Any], guidance: Guidance) -> None:
    if not guidance.available:
        reading.problem(guidance.unavailable_field, guidance.unavailable_reason)
    elif not guidance.makes_filing:
        reading.problem("type", "异地急诊抢救视同已备案，不需要登记，请告知申请人直接就医结算。")
    elif clean["method"] not in guidance.methods:
        allowed = "、".join(method.label for method in guidance.methods)
        reading.problem("method", f"这类备案不能用{clean['method'].label}办理，请改为{allowed}。")


def _circumstances(reading: Reading, clean: dict[str, Any], guidance: Guidance | None) -> None:
    wanted = guidance.fields if guidance else ()
    for field in of_group(""):
        if field.kind is not Kind.GROUP and field.name not in _ODD | clean.keys():
            clean[field.name] = reading.value(field, required=field.name in wanted)
    if not clean["consent"]:
        reading.problem("consent", "请先向申请人宣读备案告知事项，征得同意后勾选“已告知并同意”。")


def _documents(
    reading: Reading, clean: dict[str, Any], guidance: Guidance | None
) -> dict[str, DocumentState]:
    raw = reading.raw.get("documents")
    if raw is None:
        raw = {}
    if not isinstance(raw, Mapping):
        reading.problem("documents", "申请材料应写成“材料代码: 状态”的一组项目。")
        raw = {}
    known = {document.id: document for document in guidance.documents} if guidance else None
    states: dict[str, DocumentState] = {}
    for key, value in islice(raw.items(), _MOST_DOCUMENTS):
        if known is not None and key not in known and key not in FORMER:
            reading.problem(f"documents.{key}", _unknown_document(str(key), known))
            continue
        try:
            states[str(key)] = DocumentState(str(value)[:_LONGEST_STATE])
        except ValueError:
            known_states = "、".join(DocumentState)
            reading.problem(f"documents.{key}", f"材料状态不在可选范围内，请改为：{known_states}。")
    clean["documents"] = states
    return states


def _only_copied(reading: Reading, guidance: Guidance, states: Mapping[str, DocumentState]) -> None:
    """Hint that no original of the credential was seen: a copy alone is to be asked about."""
    credential = next((one for one in guidance.documents if one.id == "identity"), None)
    copied = states.get("identity") is DocumentState.COPY
    if credential is not None and credential.need == "either" and copied:
        reading.hint(
            "documents.identity",
            "身份凭证只收了复印件：请核对原件，或请申请人打开医保电子凭证；"
            "看不到原件能不能办，请向医保经办机构核实。",
            credential.rule,
        )


def _unknown_document(key: str, known: Mapping[str, RequiredDocument]) -> str:
    wanted = "、".join(f"{document.id}（{document.name}）" for document in known.values())
    return f"这类备案没有材料“{key[:40]}”，需要的是：{wanted}。"
