"""A case as the applicant should hear it: groups of rows, each with the field to change."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from desk_app.policy.guidance.guidance import Guidance
from desk_app.policy.guidance.period import end_text
from desk_app.policy.guidance.questions import answer_words
from desk_app.policy.regions import place_words
from desk_app.policy.vocabulary import DocumentState, Labelled
from desk_app.records.field_table import of_group
from desk_app.records.filing import Case
from desk_app.records.person import AgentFields, ApplicantFields
from desk_app.records.traits import Kind

NOT_READ = frozenset({"region", "consent"})  # stated by the hall; asked for apart
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
            answers=tuple(_answers(case.applicant, "applicant")),
        ),
        Group(title="备案", target="type", answers=tuple(_filed(case, guidance))),
    ]
    if case.agent is not None:
        answers = tuple(_answers(case.agent, "agent"))
        found.insert(1, Group(title="代办人", target="agent.name", answers=answers))
    documents = tuple(_documents(case, guidance))
    asked = tuple(_asked(case))
    if asked:
        found.append(Group(title="经办核实", target="type", answers=asked))
    if documents:
        found.append(Group(title="应交材料", target="documents", answers=documents))
    return tuple(found)


def _answers(holder: Case | ApplicantFields | AgentFields, group: str) -> Iterator[Answer]:
    for field in of_group(group):
        value = getattr(holder, field.name)
        if field.kind is Kind.GROUP or field.name in NOT_READ:
            continue
        if value is not None or field.name in ALWAYS:
            yield Answer(label=field.title, value=_words(field.name, value), path=field.path)


def _filed(case: Case, guidance: Guidance) -> Iterator[Answer]:
    for one in _answers(case, ""):
        yield one if one.value else replace(one, value=end_text(guidance.validity))


def _words(name: str, value: object) -> str:
    if name == "place":
        return place_words(str(value))
    if isinstance(value, Labelled):
        return value.label
    if isinstance(value, date):
        return f"{value.year} 年 {value.month} 月 {value.day} 日"
    return str(value or "")


def _asked(case: Case) -> Iterator[Answer]:
    """Yield what the clerk was asked and answered."""
    for question, answer in (case.answers or {}).items():
        title, words = answer_words(question, answer)
        yield Answer(label=title, value=words, path=f"answers.{question}")


def _documents(case: Case, guidance: Guidance) -> Iterator[Answer]:
    for document in guidance.documents:
        state = case.documents.get(document.id, DocumentState.MISSING)
        words = state.label if state != DocumentState.MISSING else f"缺：{document.need_text}"
        if document.by_commitment and state == DocumentState.MISSING:
            words = DocumentState.COMMITMENT.label
        yield Answer(label=document.name, value=words, path=f"documents.{document.id}")
