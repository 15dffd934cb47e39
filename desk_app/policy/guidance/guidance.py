"""What a clerk needs to know of a case: who may file, what to hand in, how long, what to say."""

from collections.abc import Mapping
from dataclasses import dataclass

from desk_app.policy.guidance import documents as document_rules
from desk_app.policy.guidance.availability import Refusal, refusal
from desk_app.policy.guidance.documents import RequiredDocument, required_documents
from desk_app.policy.guidance.facts import EMPLOYEE, CaseFacts, applies
from desk_app.policy.packs.packs import Rulebook
from desk_app.policy.packs.rules import (
    PeriodRule,
    Rule,
    RuleStatus,
    Statement,
    TypeRule,
    VariantRule,
)
from desk_app.policy.topics.conflicts import Conflict, answered_questions, conflicts_among
from desk_app.policy.vocabulary import DocumentState, FilingType, Method

__all__ = [
    "CaseFacts",
    "Guidance",
    "RequiredDocument",
    "guide",
    "missing_documents",
    "settled_states",
]

MISSING_PAPERS = ("one_time_notice",)
# Contradictions in these topics are shown where the topic is read, not with every case.
_READ_ELSEWHERE = frozenset(
    {"counter", "menu", "claim", "settlement", "query", "change", "cancel", "validity"}
)
WARNING_TOPICS = ("commitment", "warning", "emergency")
ONE_PLACE = "commitment_place"
_NEAREST_ONLY = frozenset({"eligibility"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """Everything that follows from the facts of a case.

    ``available`` is False when this cannot be filed; then ``unavailable_reason`` says why and
    ``unavailable_field`` which field to mend. ``papers`` are paper ids in printing order for a
    complete case; see ``papers_for``. ``statements`` is everything that applies, by topic.
    """

    facts: CaseFacts
    title: str
    eligibility: Statement | None
    documents: tuple[RequiredDocument, ...]
    validity: PeriodRule | None
    warnings: tuple[Statement, ...]
    statements: tuple[Statement, ...]
    papers: tuple[str, ...]
    makes_filing: bool
    methods: tuple[Method, ...]
    fields: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    refusal: Refusal | None
    type_rule: TypeRule | None
    variant_rule: VariantRule | None
    rules: Rulebook

    @property
    def rules_version(self) -> str:
        """Return which packs this was judged by, as it is kept with the filing."""
        return self.rules.version

    @property
    def type(self) -> FilingType:
        """Return the filing type this is about."""
        return self.facts.type

    @property
    def available(self) -> bool:
        """Tell whether this can be filed (or, for an emergency, advised on)."""
        return self.refusal is None

    @property
    def reason(self) -> str:
        """Return why this cannot be filed, or an empty text."""
        return self.refusal.message if self.refusal else ""

    @property
    def one_place(self) -> Statement | None:
        """Return the region's rule that takes a commitment for one place only, if it has one."""
        return next((one for one in self.statements if one.topic == ONE_PLACE), None)

    @property
    def unavailable_reason(self) -> str:
        """Return why this cannot be filed, or an empty text."""
        return self.reason

    @property
    def unavailable_field(self) -> str:
        """Return the field of the case to mend, or an empty text."""
        return self.refusal.field if self.refusal else ""

    def papers_for(self, missing: tuple[RequiredDocument, ...]) -> tuple[str, ...]:
        """Return the papers to print, given what is missing."""
        return MISSING_PAPERS if missing and self.makes_filing else self.papers


def guide(facts: CaseFacts, rules: Rulebook) -> Guidance:
    """Return the guidance for a case by the rules of its region and day."""
    type_rule = _first_type(facts, rules)
    variant_rule = _first_variant(facts, rules)
    makes_filing = type_rule is None or type_rule.filing
    statements = _statements(facts, rules)
    validity = period_rule(facts, rules)
    return Guidance(
        facts=facts,
        title=facts.type.label,
        eligibility=next((one for one in statements if one.topic == "eligibility"), None),
        documents=required_documents(facts, rules) if makes_filing else (),
        validity=validity,
        warnings=tuple(one for one in statements if one.topic.partition("_")[0] in WARNING_TOPICS),
        statements=statements,
        papers=_papers(facts, rules, variant_rule, makes_filing=makes_filing),
        makes_filing=makes_filing,
        methods=type_rule.methods if type_rule else (),
        fields=_fields(facts, rules, type_rule),
        conflicts=_conflicts(facts, rules, type_rule, variant_rule, validity),
        refusal=refusal(facts, type_rule, variant_rule),
        type_rule=type_rule,
        variant_rule=variant_rule,
        rules=rules,
    )


def missing_documents(
    guidance: Guidance, states: Mapping[str, DocumentState]
) -> tuple[RequiredDocument, ...]:
    """Return what is still missing, each with ``need`` cut down to the part that is.

    A document without a state is missing; one replaced by the commitment letter is not.
    """
    return document_rules.missing_documents(guidance.documents, states)


def settled_states(
    guidance: Guidance, states: Mapping[str, DocumentState]
) -> dict[str, DocumentState]:
    """Return the state of every required document, commitment included, as papers show it."""
    return document_rules.settled_states(guidance.documents, states)


def period_rule(facts: CaseFacts, rules: Rulebook) -> PeriodRule | None:
    """Return the nearest rule on how long such a filing lasts."""
    found = (one for one in rules.rules if isinstance(one, PeriodRule) and applies(one, facts))
    return next(found, None)


def _first_type(facts: CaseFacts, rules: Rulebook) -> TypeRule | None:
    found = (one for one in rules.rules if isinstance(one, TypeRule) and one.type is facts.type)
    return next(found, None)


def _first_variant(facts: CaseFacts, rules: Rulebook) -> VariantRule | None:
    found = (
        one for one in rules.rules if isinstance(one, VariantRule) and one.variant == facts.variant
    )
    return next(found, None)


def _statements(facts: CaseFacts, rules: Rulebook) -> tuple[Statement, ...]:
    """Return the statements that apply, the nearest region's first; one of some topics.

    What the bureau has answered replaces all that was said on that question; what is
    outdated is left to the view of contradictions.
    """
    taken: list[Statement] = []
    for rule in (*answered_questions(rules), *rules.rules):
        if not isinstance(rule, Statement) or not applies(rule, facts):
            continue
        if rule.status is RuleStatus.OUTDATED or _answered_otherwise(rule, rules):
            continue
        if rule.topic in _NEAREST_ONLY and any(one.topic == rule.topic for one in taken):
            continue
        taken.append(rule)
    return tuple(taken)


def _conflicts(facts: CaseFacts, rules: Rulebook, *found: Rule | None) -> tuple[Conflict, ...]:
    """Return the contradictions this case runs into, by its rules and its statements."""
    document_ids = {one.rule for one in required_documents(facts, rules)}
    documents = (rule for rule in rules.rules if rule.id in document_ids)
    statements = [
        rule for rule in rules.rules if isinstance(rule, Statement) and applies(rule, facts)
    ]
    basis = [rule for rule in (*found, *documents) if rule is not None]
    read = (rule for rule in statements if rule.topic not in _READ_ELSEWHERE)
    return conflicts_among(
        (*basis, *statements), (rule.conflict for rule in (*basis, *read)), rules
    )


def _fields(facts: CaseFacts, rules: Rulebook, type_rule: TypeRule | None) -> tuple[str, ...]:
    """Return the fields a case cannot do without, also what only some who file are asked."""
    own = type_rule.fields if type_rule else ()
    asked = facts.type in rules.outpatient_choice and facts.insurance in EMPLOYEE
    return (*own, "outpatient") if asked and "outpatient" not in own else own


def _answered_otherwise(rule: Statement, rules: Rulebook) -> bool:
    return rule.conflict in rules.answers and rule.status is not RuleStatus.BUREAU_CONFIRMED


def _papers(
    facts: CaseFacts, rules: Rulebook, variant: VariantRule | None, *, makes_filing: bool
) -> tuple[str, ...]:
    if not makes_filing:
        return ("handout",)
    form = variant.paper if variant and facts.variant else rules.paper("registration")
    candidates = (
        (form, form is not None),
        ("commitment", facts.method is Method.COMMITMENT),
        ("power_of_attorney", facts.has_agent and not facts.by_guardian),
        ("receipt", True),
        ("handout", True),
    )
    return tuple(paper for paper, wanted in candidates if wanted and paper is not None)
