"""What papers make their signer say and tell them to do, as the rules of the region word it."""

from desk_app.policy.guidance.facts import CaseFacts, applies
from desk_app.policy.packs.packs import Rulebook
from desk_app.policy.packs.rules import LockRule, WordingRule


def wordings(use: str, rules: Rulebook, facts: CaseFacts | None) -> tuple[str, ...]:
    """Return the sentences for a place on a paper: those of the nearest region that has any.

    Without facts only what is said to everybody.
    """
    found = [
        rule
        for rule in rules.rules
        if isinstance(rule, WordingRule) and rule.use == use and _for(rule, facts)
    ]
    return tuple(rule.text for rule in found if rule.region == found[0].region)


def wording(use: str, rules: Rulebook, facts: CaseFacts | None) -> str:
    """Return the first sentence for a place on a paper, or an empty text."""
    return next(iter(wordings(use, rules, facts)), "")


def lock_rule(rules: Rulebook, facts: CaseFacts) -> LockRule | None:
    """Return the time limit the region sets for changing or ending such a filing, if it does."""
    found = (one for one in rules.rules if isinstance(one, LockRule) and applies(one, facts))
    return next(found, None)


def _for(rule: WordingRule, facts: CaseFacts | None) -> bool:
    return applies(rule, facts) if facts else not rule.types and not rule.when
