"""Show a case as the real paper while it is still being typed."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from desk_app.policy.guidance.facts import signers
from desk_app.policy.guidance.guidance import Guidance
from desk_app.policy.guidance.paper_words import wording
from desk_app.policy.guidance.period import end_text
from desk_app.policy.people.names import normalise_name
from desk_app.policy.regions import place as place_of
from desk_app.policy.regions import within_province
from desk_app.policy.vocabulary import DocumentState, IdKind, Sex
from desk_app.records.field_table import FIELDS, CaseField
from desk_app.records.traits import Kind
from desk_app.services.case.checking import Verdict
from desk_app.services.desk.open_desk import Desk
from desk_app.services.papers import issuing
from desk_app.services.papers.filling import REGISTRATIONS, document_lines, office
from desk_app.services.rules.rulebooks import SHIPPED
from forms import data as paper
from forms.catalogue import Marks
from forms.stored import PaperData


def preview(*, desk: Desk, case: Mapping[str, Any], verdict: Verdict) -> bytes:
    """Return the registration form of a raw case as it stands, marked as a draft (草稿).

    What is not filled in yet stays empty; what is wrong is shown as it was typed. Raises
    RefusedError naming the field when a character cannot be drawn.
    """
    region = str(case.get("region") or desk.hall.region)
    name = _form(verdict.guidance) or _usual_form(region, on=desk.clock.today())
    return issuing.render(name, _draft(desk, case, verdict), Marks(draft=True))


def _form(guidance: Guidance | None) -> str | None:
    """Return the registration form a case gets, once its type makes one."""
    papers = guidance.papers if guidance else ()
    return next((name for name in papers if name in REGISTRATIONS), None)


def _usual_form(region: str, *, on: date) -> str:
    """Return the form the rules name for a region; the province's where they name none."""
    return SHIPPED.rulebook(region, on=on).paper("registration") or REGISTRATIONS[0]


def _draft(desk: Desk, case: Mapping[str, Any], verdict: Verdict) -> paper.Registration:
    typed = _Typed(case)
    region = typed.text("region") or desk.hall.region
    begin, end = typed.day("begin"), typed.day("end")
    checked = verdict.case
    if checked is not None:  # shows what the rules filled in
        begin, end = checked.begin, checked.end
    own: dict[str, Any] = {
        "number": None,
        "check": None,
        "kind": "new",
        "day": desk.clock.today(),
        "office": office(desk, region=region),
        "applicant": _applicant(typed, verdict),
        "agent": _agent(typed),
        "type": typed.text("type"),
        "method": typed.text("method") or "documents",
        "place": _place(typed, region),
        "begin": begin,
        "end": end,
        "end_text": _end_words(end, verdict) if begin else "",
        "documents": _documents(case, verdict.guidance),
        **_declared(verdict.guidance, region, on=desk.clock.today()),
        "signers": signers(verdict.guidance.facts) if verdict.guidance else (),
    }
    return paper.Registration(**own, **typed.told(paper.Registration, "", besides=own))


def _declared(guidance: Guidance | None, region: str, *, on: date) -> dict[str, str]:
    rules = guidance.rules if guidance else SHIPPED.rulebook(region, on=on)
    facts = guidance.facts if guidance else None
    return {
        "declaration": wording("registration", rules, facts),
        "agreed": wording("registration_consent", rules, facts),
    }


def _end_words(end: date | None, verdict: Verdict) -> str:
    rule = verdict.guidance.validity if verdict.guidance else None
    return end.isoformat() if end else end_text(rule)


class _Typed:
    """Values of a raw case by path, empty where nothing usable was typed."""

    def __init__(self, case: Mapping[str, Any]) -> None:
        self._case = case

    def text(self, path: str) -> str | None:
        group, _, name = path.rpartition(".")
        holder = self._case.get(group) if group else self._case
        value = holder.get(name) if isinstance(holder, Mapping) else None
        return " ".join(value.split()) or None if isinstance(value, str) else None

    def day(self, path: str) -> date | None:
        try:
            return date.fromisoformat(self.text(path) or "")
        except ValueError:
            return None

    def told(
        self, kind: type[PaperData], prefix: str, *, besides: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return what was typed for the fields of a kind of paper data, but for some."""
        names = (one.name for one in fields(kind) if one.name not in besides)
        known = {name: FIELDS[prefix + name] for name in names if prefix + name in FIELDS}
        return {name: self._told(field) for name, field in known.items()}

    def _told(self, field: CaseField) -> Any:
        if field.kind is Kind.FLAG:
            return bool(self._case.get(field.name))
        if field.kind is Kind.DAY:
            return self.day(field.path)
        return self.text(field.path) or ("" if field.required else None)

    def filled(self, group: str) -> bool:
        holder = self._case.get(group)
        return isinstance(holder, Mapping) and any(
            value for key, value in holder.items() if key != "id_kind"
        )


def _person(typed: _Typed, group: str) -> dict[str, Any]:
    sex, kind = typed.text(f"{group}.sex"), typed.text(f"{group}.id_kind")
    return {
        "name": normalise_name(typed.text(f"{group}.name") or ""),
        "id_kind": IdKind(kind).label if kind in set(IdKind) else "",
        "id_number": typed.text(f"{group}.id_number") or "",
        "phone": typed.text(f"{group}.phone") or "",
        "sex": Sex(sex).label if sex in set(Sex) else None,
        "birth": typed.day(f"{group}.birth"),
    }


def _applicant(typed: _Typed, verdict: Verdict) -> paper.Applicant:
    person = _person(typed, "applicant")
    if verdict.identity is not None:
        person["id_number"] = verdict.identity.number
        person["sex"] = verdict.identity.sex.label if verdict.identity.sex else person["sex"]
        person["birth"] = verdict.identity.birth or person["birth"]
    return paper.Applicant(**person, **typed.told(paper.Applicant, "applicant.", besides=person))


def _agent(typed: _Typed) -> paper.Agent | None:
    if not typed.filled("agent"):
        return None
    person = _person(typed, "agent")
    return paper.Agent(**person, **typed.told(paper.Agent, "agent.", besides=person))


def _place(typed: _Typed, region: str) -> paper.Place | None:
    found = place_of(typed.text("place") or "")
    if found is None:
        return None
    return paper.Place(
        code=found.code,
        province=found.province,
        city=found.name,
        within_province=within_province(region, found.code),
        address=typed.text("place_address"),
    )


def _documents(
    case: Mapping[str, Any], guidance: Guidance | None
) -> tuple[paper.DocumentLine, ...]:
    if guidance is None:
        return ()
    states = case.get("documents")
    states = states if isinstance(states, Mapping) else {}
    known = {
        key: DocumentState(value) for key, value in states.items() if value in set(DocumentState)
    }
    return document_lines(known, guidance)
