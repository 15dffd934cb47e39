"""The facts of a case that rules ask about, and whether a rule's conditions are met."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from desk_app.policy.packs.rules import Rule
from desk_app.policy.people.relations import is_adult
from desk_app.policy.regions import within_province
from desk_app.policy.vocabulary import FilingType, IdKind, Insurance, Method, Variant

ACTS_FROM = 8  # younger children do nothing themselves (民法典第二十条)
CONSENTS_FROM = 14  # their own personal information (个人信息保护法第三十一条)
OWN_EARNINGS_FROM = 16  # who lives on their own earnings counts as an adult (民法典第十八条)
ELDERLY_FROM = 60
EMPLOYEE = frozenset({Insurance.EMPLOYEE, Insurance.EMPLOYEE_1, Insurance.EMPLOYEE_2})


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What is known of a case; all but the first four may be unknown.

    ``on`` is the day the case is judged, ``age`` in completed years, ``place`` the code of the
    place of treatment, ``guardian`` whether the agent is the applicant's guardian. ``answers``
    are the questions that were answered, each as ``id=code``.
    """

    region: str
    type: FilingType
    method: Method
    on: date
    variant: Variant | None = None
    id_kind: IdKind | None = None
    age: int | None = None
    has_agent: bool = False
    guardian: bool = False
    place: str | None = None
    admission: date | None = None
    insurance: Insurance | None = None
    answers: frozenset[str] = frozenset()

    @property
    def infant(self) -> bool:
        """Tell whether the applicant is too young to do anything themselves."""
        return self.age is not None and self.age < ACTS_FROM

    @property
    def minor(self) -> bool:
        """Tell whether the applicant is under eighteen and does not live on their own earnings."""
        if self.age is None or is_adult(self.age):
            return False
        return self.age < OWN_EARNINGS_FROM or "own_earnings=yes" not in self.answers

    @property
    def ward(self) -> bool:
        """Tell whether the applicant is an adult for whom a guardian acts (民法典第二十二条)."""
        return self.has_agent and self.guardian and not self.minor

    @property
    def guarded(self) -> bool:
        """Tell whether a guardian acts for the applicant, or has to agree."""
        return self.minor or self.ward

    @property
    def by_guardian(self) -> bool:
        """Tell whether the agent acts as guardian, and needs no power of attorney."""
        return self.has_agent and self.guardian

    @property
    def inside(self) -> bool | None:
        """Tell whether the place lies in the insured region's province; None if unknown."""
        return None if self.place is None else within_province(self.region, self.place)


def signers(facts: CaseFacts) -> tuple[str, ...]:
    """Return who signs the papers of a case, nobody where it is simply who comes.

    A child under eight signs nothing (民法典第二十条); an older one with their guardian, or not
    at all where the guardian acts.
    """
    if facts.by_guardian:
        return ("guardian",)
    if not facts.minor:
        return ()
    if facts.has_agent:
        return ("guardian", "agent")
    return ("guardian",) if facts.infant else ("applicant", "guardian")


def applies(rule: Rule, facts: CaseFacts) -> bool:
    """Tell whether a rule is for this case: its type fits and no condition is known unmet."""
    if rule.types and facts.type not in rule.types:
        return False
    return all(_met(condition, facts) is not False for condition in rule.when)


def _met(condition: str, facts: CaseFacts) -> bool | None:
    name = condition.removeprefix("!")
    value = _CONDITIONS[name](facts)
    return value if value is None or name == condition else not value


def _other_province(facts: CaseFacts) -> bool | None:
    return None if facts.inside is None else not facts.inside


def _employee(facts: CaseFacts) -> bool | None:
    return None if facts.insurance is None else facts.insurance in EMPLOYEE


def _resident(facts: CaseFacts) -> bool | None:
    return None if facts.insurance is None else facts.insurance is Insurance.RESIDENT


# Unknown area or insurance leaves a rule standing, so that nothing is kept from the clerk;
# unknown age or agent does not, so that nobody is asked for a guardian without cause.
_CONDITIONS: Mapping[str, Callable[[CaseFacts], bool | None]] = {
    "agent": lambda facts: facts.has_agent,
    "guardian": lambda facts: facts.by_guardian,
    "minor": lambda facts: facts.minor,
    "infant": lambda facts: facts.infant,
    "child": lambda facts: facts.age is not None and facts.age < CONSENTS_FROM,
    "ward": lambda facts: facts.ward,
    "guarded": lambda facts: facts.guarded,
    "renamed": lambda facts: "other_name=new_name" in facts.answers,
    "same_illness": lambda facts: "same_illness=yes" in facts.answers,
    "elderly": lambda facts: facts.age is not None and facts.age >= ELDERLY_FROM,
    "admitted": lambda facts: facts.admission is not None,
    "commitment": lambda facts: facts.method is Method.COMMITMENT,
    "within_province": lambda facts: facts.inside,
    "other_province": _other_province,
    "employee": _employee,
    "resident": _resident,
    "migrant_worker": lambda facts: facts.variant is Variant.MIGRANT_WORKER,
    "newborn": lambda facts: facts.id_kind is IdKind.BIRTH_CERTIFICATE,
}
