"""The documents a case needs, and which of them are still missing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from desk_app.policy.guidance.facts import CaseFacts, applies
from desk_app.policy.packs.packs import Rulebook
from desk_app.policy.packs.rules import DocumentRule, Need, RuleStatus
from desk_app.policy.vocabulary import DocumentState, IdKind, Method

_GENERIC_IDENTITY = "有效身份证件"
_IDENTITY_DOCUMENTS = frozenset({"identity"})
# What of the need is still open once a state is reached: None is nothing.
_ORIGINAL_HELD = frozenset({DocumentState.ORIGINAL, DocumentState.BOTH})
_COPY_HELD = frozenset({DocumentState.COPY, DocumentState.BOTH})
# Cases kept or written before one credential was enough ticked two of them.
FORMER: Mapping[str, str] = MappingProxyType({"social_card": "identity"})
"""Documents no rule asks for any more, each with the one it shows as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredDocument:
    """A document the case needs.

    ``need`` is original, copy, both or either; ``copies`` counts copies where some are
    needed. ``by_commitment`` tells that the signed commitment letter stands in for it.
    ``rule`` is the id of the rule it rests on; ``confirm`` marks that the bureau should be
    asked before it is wanted. One that does not ``block`` has no legal basis: it is shown because
    the bureau asks for it, and nobody is sent away or given a notice for it.
    """

    id: str
    name: str
    proves: str
    need: Need
    copies: int
    alternatives: tuple[str, ...]
    commitment_allowed: bool
    by_commitment: bool
    issuer: str
    rule: str
    source: str
    confirm: bool
    blocks: bool

    @property
    def any_of(self) -> str:
        """Return it with all that is as good, for papers that say what was handed in."""
        *others, last = (self.name, *self.alternatives)
        return f"{'、'.join(others)}或{last}" if others else last

    @property
    def need_text(self) -> str:
        """Return what is wanted in words, for example 原件和复印件 1 份."""
        if self.need == "original":
            return "原件"
        words = {"copy": "复印件", "both": "原件和复印件", "either": "原件或复印件"}
        return f"{words[self.need]} {self.copies} 份" if self.need != "either" else words["either"]


def required_documents(facts: CaseFacts, rules: Rulebook) -> tuple[RequiredDocument, ...]:
    """Return every document the case needs, in the order they are asked for.

    Of several rules for one document the nearest region's counts; what has no legal basis is
    listed only in the bureau's words.
    """
    nearest: dict[str, DocumentRule] = {}
    for rule in rules.rules:
        if isinstance(rule, DocumentRule) and applies(rule, facts) and _asked(rule):
            nearest.setdefault(rule.document, rule)
    chosen = sorted(nearest.values(), key=_order)
    return tuple(_required(rule, facts) for rule in chosen)


def missing_documents(
    documents: tuple[RequiredDocument, ...], states: Mapping[str, DocumentState]
) -> tuple[RequiredDocument, ...]:
    """Return what is still missing, each with ``need`` cut down to the part that is.

    A document without a state is missing. One the commitment letter stands in for is not, and
    neither is one without a legal basis.
    """
    held = _held(documents, states)
    asked = (one for one in documents if one.blocks)
    open_parts = ((one, _open_need(one, held.get(one.id))) for one in asked)
    return tuple(replace(one, need=need) for one, need in open_parts if need is not None)


def settled_states(
    documents: tuple[RequiredDocument, ...], states: Mapping[str, DocumentState]
) -> dict[str, DocumentState]:
    """Return the state of every required document, as records and papers show it."""
    settled = {}
    known = _held(documents, states)
    for one in documents:
        held = known.get(one.id, DocumentState.MISSING)
        if held is DocumentState.COMMITMENT and not one.by_commitment:
            held = DocumentState.MISSING
        if held is DocumentState.MISSING and one.by_commitment:
            held = DocumentState.COMMITMENT
        settled[one.id] = held
    return settled


def _asked(rule: DocumentRule) -> bool:
    return not rule.without_basis or rule.status is RuleStatus.BUREAU_CONFIRMED


def _held(
    documents: tuple[RequiredDocument, ...], states: Mapping[str, DocumentState]
) -> dict[str, DocumentState]:
    """Return what is held, a former document counting as the one it shows as well."""
    held, listed = dict(states), {one.id for one in documents}
    for former, now in FORMER.items():
        state = states.get(former, DocumentState.MISSING)
        shown = state in _ORIGINAL_HELD | _COPY_HELD
        if shown and former not in listed and states.get(now) in {None, DocumentState.MISSING}:
            held[now] = state
    return held


def _open_need(document: RequiredDocument, state: DocumentState | None) -> Need | None:
    if document.by_commitment:
        return None
    original, copy = state in _ORIGINAL_HELD, state in _COPY_HELD
    match document.need:
        case "original":
            return None if original else "original"
        case "copy":
            return None if copy else "copy"
        case "either":
            return None if original or copy else "either"
    if original and copy:
        return None
    return "copy" if original else "original" if copy else "both"


def _required(rule: DocumentRule, facts: CaseFacts) -> RequiredDocument:
    commitment = facts.method is Method.COMMITMENT and rule.commitment_allowed
    return RequiredDocument(
        id=rule.document,
        name=_name(rule, facts.id_kind),
        proves=rule.text,
        need=rule.need,
        copies=rule.copies,
        alternatives=rule.alternatives,
        commitment_allowed=rule.commitment_allowed,
        by_commitment=commitment,
        issuer=rule.issuer,
        rule=rule.id,
        source=rule.source,
        confirm=rule.needs_confirmation or rule.without_basis,
        blocks=not rule.without_basis,
    )


def _name(rule: DocumentRule, kind: IdKind | None) -> str:
    """Name the document itself once its kind is known: 居民身份证 for 有效身份证件."""
    if rule.document not in _IDENTITY_DOCUMENTS or kind is None or kind is IdKind.OTHER:
        return rule.name
    return rule.name.replace(_GENERIC_IDENTITY, kind.label)


def _order(rule: DocumentRule) -> int:
    """Return the place in the list: who the person is, what entitles them, who acts for them."""
    return _ORDER.index(rule.document) if rule.document in _ORDER else len(_ORDER)


_ORDER = (
    "identity",
    "name_proof",
    "social_card",
    "household_register",
    "residence_proof",
    "work_proof",
    "referral_certificate",
    "guardian_identity",
    "guardianship_proof",
    "guardian_consent",
    "agent_identity",
    "power_of_attorney",
)
