"""Whether a case can be filed at all: type, form, place and method against the rules."""

from collections.abc import Callable
from dataclasses import dataclass

from desk_app.policy.guidance.facts import CaseFacts
from desk_app.policy.packs.rules import TypeRule, VariantRule
from desk_app.policy.regions import place
from desk_app.policy.vocabulary import FilingType


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a case cannot be filed: the field to mend and a sentence that says what to do."""

    field: str
    message: str


def refusal(
    facts: CaseFacts, type_rule: TypeRule | None, variant: VariantRule | None
) -> Refusal | None:
    """Return the first reason against filing this case, or None.

    ``type_rule`` and ``variant`` are the nearest rules for its type and form variant.
    """
    if type_rule is None:
        return Refusal(field="type", message=_type_unknown(facts))
    checks: tuple[Callable[[], Refusal | None], ...] = (
        lambda: _variant(facts, variant),
        lambda: _place(facts),
        lambda: _area(facts, type_rule.area, type_rule.text, "place"),
        lambda: _area(facts, variant.area if variant else "any", _ONLY_OTHER, "variant"),
        lambda: _method(facts, type_rule),
    )
    return next((found for check in checks if (found := check()) is not None), None)


_ONLY_OTHER = "外来就业创业人员登记表只用于跨省备案，请改用普通登记表，或核对就医地。"


def _type_unknown(facts: CaseFacts) -> str:
    if facts.type is FilingType.CHILDBIRTH:
        return "参保地在这一天没有异地生育备案，请改选其他备案类型。"
    return f"参保地在这一天没有{facts.type.label}备案，请改选其他备案类型。"


def _variant(facts: CaseFacts, rule: VariantRule | None) -> Refusal | None:
    if facts.variant is None:
        return None
    if rule is None:
        message = f"参保地没有{facts.variant.label}登记表，请改用普通登记表。"
        return Refusal(field="variant", message=message)
    if facts.type not in rule.types:
        message = f"{facts.variant.label}登记表只用于异地长期居住和常驻异地工作，请核对备案类型。"
        return Refusal(field="variant", message=message)
    return None


def _place(facts: CaseFacts) -> Refusal | None:
    if facts.place is None:
        return None
    if place(facts.place) is None:
        message = "就医地代码不在备案地名单里，请改为地级市或直辖市的六位代码。"
        return Refusal(field="place", message=message)
    if facts.place == facts.region:
        message = "就医地就是参保地，不用异地就医备案，请核对就医地。"
        return Refusal(field="place", message=message)
    return None


def _area(facts: CaseFacts, area: str, message: str, field: str) -> Refusal | None:
    wanted = {"any": None, "within_province": True, "other_province": False}[area]
    if wanted is None or facts.inside is None or facts.inside is wanted:
        return None
    if field == "place":
        message = f"{message}请改选省内的就医地，或改选其他备案类型。"
    return Refusal(field=field, message=message)


def _method(facts: CaseFacts, rule: TypeRule) -> Refusal | None:
    if not rule.filing or facts.method in rule.methods:
        return None
    allowed = "或".join(f"“{method.label}”" for method in rule.methods)
    message = f"{facts.type.label}不能用{facts.method.label}方式办理，请改选{allowed}。"
    return Refusal(field="method", message=message)
