"""A case as the applicant should hear it: groups of rows, each with the field to change."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from desk_app.policy.guidance import Guidance
from desk_app.policy.period import end_text
from desk_app.policy.regions import place, region_name
from desk_app.policy.vocabulary import DocumentState, Labelled
from desk_app.records.filing import Case
from desk_app.records.labels import label
from desk_app.records.person import AgentFields, ApplicantFields

PERSON = ("name", "id_kind", "id_number", "sex", "birth", "phone")
APPLICANT = (
    *PERSON,
    "phone2",
    "nation",
    "insurance",
    "social_card_no",
    "insured_no",
    "employer",
    "household_address",
    "employment",
    "residence_permit_no",
)
AGENT = (*PERSON, "relation", "address")
FILING = (
    "type",
    "variant",
    "method",
    "place",
    "place_address",
    "begin",
    "end",
    "referral_hospital",
    "admission",
    "admission_hospital",
    "outpatient",
    "reason",
    "remark",
)
ALWAYS = frozenset({"end"})  # shown without a value too


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One line: the label, the value, and the path of the field."""

    label: str
    value: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Lines that belong together under a title; ``target`` is the field to change first."""

    title: str
    target: str
    answers: tuple[Answer, ...]


def groups(case: Case, guidance: Guidance) -> tuple[Group, ...]:
    """Return the whole case in the order it is read out."""
    found = [
        Group(
            title="申请人",
            target="applicant.name",
            answers=tuple(_answers(case.applicant, "applicant.", APPLICANT)),
        ),
        Group(title="备案", target="type", answers=tuple(_filed(case, guidance))),
    ]
    if case.agent is not None:
        answers = tuple(_answers(case.agent, "agent.", AGENT))
        found.insert(1, Group(title="代办人", target="agent.name", answers=answers))
    documents = tuple(_documents(case, guidance))
    if documents:
        found.append(Group(title="应交材料", target="documents", answers=documents))
    return tuple(found)


def _answers(
    holder: Case | ApplicantFields | AgentFields, prefix: str, names: Iterable[str]
) -> Iterator[Answer]:
    for name in names:
        value = getattr(holder, name)
        if value is None and name not in ALWAYS:
            continue
        path = f"{prefix}{name}"
        yield Answer(label=label(path), value=_words(name, value), path=path)


def _filed(case: Case, guidance: Guidance) -> Iterator[Answer]:
    for one in _answers(case, "", FILING):
        yield one if one.value else replace(one, value=end_text(guidance.validity))


def _words(name: str, value: object) -> str:
    if name == "place":
        found = place(str(value))
        return found.full_name if found else region_name(str(value)) or str(value)
    if isinstance(value, Labelled):
        return value.label
    if isinstance(value, date):
        return f"{value.year} 年 {value.month} 月 {value.day} 日"
    return str(value or "")


def _documents(case: Case, guidance: Guidance) -> Iterator[Answer]:
    for document in guidance.documents:
        state = case.documents.get(document.id, DocumentState.MISSING)
        words = state.label if state != DocumentState.MISSING else f"缺：{document.need_text}"
        if document.by_commitment and state == DocumentState.MISSING:
            words = DocumentState.COMMITMENT.label
        yield Answer(label=document.name, value=words, path=f"documents.{document.id}")
