"""Turn a registered case into the data of everything that goes with its form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from desk_app.policy.days.calendar import add_months
from desk_app.policy.guidance.documents import RequiredDocument
from desk_app.policy.guidance.facts import CaseFacts
from desk_app.policy.guidance.guidance import ONE_PLACE, Guidance, settled_states
from desk_app.policy.guidance.paper_words import lock_rule, wordings
from desk_app.policy.guidance.period import end_text
from desk_app.policy.packs.answers import TOPIC
from desk_app.policy.packs.rules import ASK_THE_BUREAU, RuleStatus
from desk_app.policy.topics.channels import Channel, channels
from desk_app.policy.topics.conflicts import ON_COMMITMENT
from desk_app.policy.topics.legal import citations
from desk_app.policy.vocabulary import DocumentState
from desk_app.records.filing import FilingRecord
from desk_app.services.desk.open_desk import Desk
from desk_app.services.papers.filling import (
    REGISTRATIONS,
    Subject,
    document_lines,
    made,
    registration,
)
from forms import catalogue
from forms import data as paper
from forms.stored import PaperData

AUTHORITY_MONTHS = 6
"""How long a power of attorney runs: long enough to complete what a commitment stood for."""

_MATTERS = ("register", "supplement", "inquire")
_SHOWN_CHANNELS = 4
_CHANNELS_CHANGE = f"以上线上办法来自公开资料；与页面显示不同的，{ASK_THE_BUREAU}"
_HELD_ORIGINAL = frozenset({DocumentState.ORIGINAL, DocumentState.BOTH})
_HELD_COPY = frozenset({DocumentState.COPY, DocumentState.BOTH})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject(Subject):
    """What the papers of one filing are made from."""

    guidance: Guidance
    missing: tuple[RequiredDocument, ...]


def filing_papers(
    desk: Desk,
    *,
    record: FilingRecord,
    guidance: Guidance,
    missing: tuple[RequiredDocument, ...] = (),
) -> dict[str, PaperData]:
    """Return the data of every paper a filing needs, in printing order.

    With documents missing that is the one-time notice, and the power of attorney if that is
    what the agent still has to bring signed; otherwise form, letters, receipt and handout.
    """
    end = record.case.end
    subject = _Subject(
        desk=desk,
        record=record,
        open_end=end.isoformat() if end else end_text(guidance.validity),
        guidance=guidance,
        missing=missing,
    )
    names = guidance.papers_for(missing)
    if any(one.id == "power_of_attorney" for one in missing):
        names = (*names, "power_of_attorney")
    return {name: _MAKERS.get(name, partial(_plain, name))(subject) for name in names}


def _plain(name: str, subject: _Subject) -> PaperData:
    """Return the data of a paper that states nothing but what papers share."""
    return made(catalogue.PAPERS[name].data_type, subject)


def _registration(subject: _Subject) -> PaperData:
    return registration(subject, subject.guidance)


def _commitment(subject: _Subject) -> PaperData:
    return made(
        paper.Commitment,
        subject,
        replaces_documents=tuple(
            one.name for one in subject.guidance.documents if one.by_commitment
        ),
        notices=_on_commitment(subject),
        promises=_words(subject, "commitment_promise"),
        liability="".join(_words(subject, "commitment_liability")).replace(
            "{basis}", "、".join(citations("false_proof", on=subject.day))
        ),
    )


def _on_commitment(subject: _Subject) -> tuple[str, ...]:
    """Return what the letter tells: the bureau's answers, a time limit, what is sure."""
    guidance = subject.guidance
    said = [one for one in guidance.statements if one.printable]
    answers = (one for one in said if one.topic == TOPIC and one.conflict in ON_COMMITMENT)
    limit = lock_rule(guidance.rules, guidance.facts)
    rules = (one for one in said if one.topic in {"commitment", ONE_PLACE})
    texts = (*(one.text for one in answers), *([limit.text] if limit else ()))
    return tuple(dict.fromkeys((*texts, *(one.text for one in rules))))


def _words(subject: _Subject, use: str) -> tuple[str, ...]:
    return wordings(use, subject.guidance.rules, subject.guidance.facts)


def _power_of_attorney(subject: _Subject) -> PaperData:
    if subject.record.case.agent is None:
        raise ValueError("a power of attorney needs an agent")
    return made(
        paper.PowerOfAttorney,
        subject,
        matters=_MATTERS,
        signers=_principals(subject.guidance.facts),
        begin=subject.day,
        end=add_months(subject.day, AUTHORITY_MONTHS),
    )


def _principals(facts: CaseFacts) -> tuple[str, ...]:
    """Return who appoints the agent: the guardian for a minor."""
    return ("guardian",) if facts.minor else ()


def _one_time_notice(subject: _Subject) -> PaperData:
    lines = document_lines(subject.record.case.documents, subject.guidance)
    held = tuple(line for line in lines if line.state != DocumentState.MISSING)
    return made(
        paper.OneTimeNotice,
        subject,
        day=subject.record.day,
        told_at=subject.desk.clock.now(),
        received=held,
        missing=tuple(_missing(one) for one in subject.missing),
        deadline=None,
        channels=("带上本告知书和补齐的材料，到本窗口继续办理，已登记的内容不用重填",),
    )


def _missing(document: RequiredDocument) -> paper.MissingDocument:
    return paper.MissingDocument(
        name=document.name,
        form=document.need_text,
        substitute="、".join(document.alternatives) or None,
        issuer=document.issuer or None,
        commitment=document.commitment_allowed,
    )


def _receipt(subject: _Subject) -> PaperData:
    record = subject.record
    return made(
        paper.Receipt,
        subject,
        received_at=record.accepted_at or record.registered_at,
        documents=_received(subject),
        answer_by=None,
        inquiries=_ways(subject, lambda channel: channel.query),
    )


def _received(subject: _Subject) -> tuple[paper.ReceivedDocument, ...]:
    states = settled_states(subject.guidance, subject.record.case.documents)
    return tuple(
        paper.ReceivedDocument(
            name=one.any_of,
            originals=int(states[one.id] in _HELD_ORIGINAL),
            copies=one.copies if states[one.id] in _HELD_COPY else 0,
            remark="以个人承诺书代替" if states[one.id] is DocumentState.COMMITMENT else None,
        )
        for one in subject.guidance.documents
        if one.blocks or states[one.id] is not DocumentState.MISSING
    )


def _handout(subject: _Subject) -> PaperData:
    return made(
        paper.Handout,
        subject,
        name=subject.record.case.applicant.name,
        inquiries=_ways(subject, lambda channel: channel.query),
        cancelling=(
            "本人或代办人带身份证件到本窗口，填写《异地就医备案取消申请表》",
            "居住地或工作地变了，先注销原备案，再重新备案，可在本窗口一次办完",
        ),
        notes=_answered(subject.guidance),
        uses=(
            *_words(subject, "handout"),
            *(_words(subject, "handout_end") if subject.record.case.end else ()),
        ),
    )


def _answered(guidance: Guidance) -> tuple[str, ...]:
    """Return what the bureau has answered on such filings, each once."""
    texts = (one.text for one in guidance.statements if one.status is RuleStatus.BUREAU_CONFIRMED)
    return tuple(dict.fromkeys(texts))


def _ways(subject: _Subject, steps: Callable[[Channel], tuple[str, ...]]) -> tuple[str, ...]:
    """Return the channels of the applicant's region that need no counter, one sentence each."""
    offered = (one for one in channels(subject.record.case.region) if one.kind != "counter")
    told = [f"{one.name}：{'，'.join(steps(one))}" for one in offered if steps(one)]
    return (*told[:_SHOWN_CHANNELS], _CHANNELS_CHANGE) if told else ()


_MAKERS: Mapping[str, Callable[[_Subject], PaperData]] = {
    **dict.fromkeys(REGISTRATIONS, _registration),
    "commitment": _commitment,
    "power_of_attorney": _power_of_attorney,
    "one_time_notice": _one_time_notice,
    "receipt": _receipt,
    "handout": _handout,
}
