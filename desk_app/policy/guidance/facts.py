"""The facts of a case that rules ask about, and whether a rule's conditions are met."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from desk_app.policy.packs.rules import Rule
from desk_app.policy.regions import within_province
from desk_app.policy.vocabulary import FilingType, IdKind, Insurance, Method, Variant

GUARDED_UNTIL = 14  # personal information of younger children needs the guardian's consent
ADULT_FROM = 18
ELDERLY_FROM = 60
_GUARDIANS = frozenset(
    [
        "父亲",
        "母亲",
        "父",
        "母",
        "爸爸",
        "妈妈",
        "父母",
        "父子",
        "父女",
        "母子",
        "母女",
        "监护人",
        "法定监护人",
    ]
)
_EMPLOYEE = frozenset({Insurance.EMPLOYEE, Insurance.EMPLOYEE_1, Insurance.EMPLOYEE_2})


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What is known of a case; all but the first four may be unknown.

    ``on`` is the day the case is judged, ``age`` in completed years, ``place`` the code of the
    place of treatment, ``guardian`` whether the agent is the applicant's guardian.
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

    @property
    def minor(self) -> bool:
        """Tell whether the applicant is known to be under fourteen."""
        return self.age is not None and self.age < GUARDED_UNTIL

    @property
    def by_guardian(self) -> bool:
        """Tell whether the agent acts as guardian of a child, and needs no power of attorney."""
        return self.has_agent and self.guardian and self.minor

    @property
    def inside(self) -> bool | None:
        """Tell whether the place lies in the insured region's province; None if unknown."""
        return None if self.place is None else within_province(self.region, self.place)


def is_guardian(relation: str | None, age: int | None) -> bool:
    """Tell whether an agent's relation, as typed, makes them guardian of a child under 14."""
    child = age is not None and age < GUARDED_UNTIL
    return child and relation is not None and relation.strip() in _GUARDIANS


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
    return None if facts.insurance is None else facts.insurance in _EMPLOYEE


def _resident(facts: CaseFacts) -> bool | None:
    return None if facts.insurance is None else facts.insurance is Insurance.RESIDENT


# Unknown area or insurance leaves a rule standing, so that nothing is kept from the clerk;
# unknown age or agent does not, so that nobody is asked for a guardian without cause.
_CONDITIONS: Mapping[str, Callable[[CaseFacts], bool | None]] = {
    "agent": lambda facts: facts.has_agent,
    "guardian": lambda facts: facts.by_guardian,
    "minor": lambda facts: facts.minor,
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
