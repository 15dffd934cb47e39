"""What the rule packs hold: sources, statements, and the rows guidance is made of.

Every row says where it comes from and how far it can be trusted; see ``Rule``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from desk_app.policy.vocabulary import FilingType, Labelled, Method

Need = Literal["original", "copy", "both", "either"]
ASK_THE_BUREAU = "请向医保经办机构核实"


class RuleStatus(Labelled):
    """How far a rule can be trusted."""

    SEED = "seed", "公开资料所述"
    OFFICIAL = "official", "官方文件"
    REPORT = "report", "报道所述"
    BUREAU_CONFIRMED = "bureau_confirmed", "本局口径"
    OUTDATED = "outdated", "已过时"
    UNVERIFIED = "unverified", "待核实"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document rules rest on; ``date`` is ISO and may stop at the year or month."""

    id: str
    title: str
    kind: str  # web, law, official, report, abstract, knowledge, bureau
    date: str
    url: str | None = None
    lines: int | None = None  # of web pages kept on file: places are given by line
    note: str | None = None  # how the text was read, where not on the page of who issued it


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What every row of a pack states about itself.

    ``text`` is our own wording. ``types`` empty means every filing type; ``when`` holds
    conditions that must all be met (``!`` before one means: not). ``place`` is the article or
    line in the source. ``conflict`` names the group of statements that contradict each other.
    """

    id: str
    region: str
    text: str
    types: frozenset[FilingType]
    when: tuple[str, ...]
    source_id: str
    source: str  # title of the source
    source_date: str
    place: str
    status: RuleStatus
    effective_from: date | None
    effective_to: date | None
    conflict: str | None
    confirm: bool
    replaces: tuple[str, ...]
    disputed: bool = False  # another live statement of the rulebook says otherwise

    @property
    def needs_confirmation(self) -> bool:
        """Tell whether a clerk should ask the bureau before relying on it."""
        unsure = {RuleStatus.UNVERIFIED, RuleStatus.OUTDATED}
        return self.confirm or self.disputed or self.status in unsure

    @property
    def printable(self) -> bool:
        """Tell whether a printed paper may carry the text: official or confirmed, undisputed."""
        sure = {RuleStatus.OFFICIAL, RuleStatus.BUREAU_CONFIRMED}
        return self.status in sure and not self.needs_confirmation

    @property
    def printed_text(self) -> str:
        """Return the text a paper may carry, else the advice to ask the bureau."""
        return self.text if self.printable else ASK_THE_BUREAU

    @property
    def settles(self) -> bool:
        """Tell whether it outweighs what pages and reports say on the same question."""
        return self.status is RuleStatus.OFFICIAL and not self.confirm

    def in_force(self, on: date) -> bool:
        """Tell whether the rule is in force on a day, both ends included."""
        begun = self.effective_from is None or self.effective_from <= on
        return begun and (self.effective_to is None or on <= self.effective_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Rule):
    """One statement a clerk can show, read out or print."""

    topic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeRule(Rule):
    """How a region handles a filing type; ``area`` is any or within_province."""

    type: FilingType
    methods: tuple[Method, ...]
    area: str
    filing: bool
    fields: tuple[str, ...]  # fields of the case this type cannot do without


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantRule(Rule):
    """A form of its own for some filings; ``area`` is any, within_province or other_province."""

    variant: str
    area: str
    paper: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRule(Rule):
    """A document to hand in; ``text`` says what it proves.

    One ``without_basis`` is asked of nobody (社会保险经办条例 第三十一条): only where the bureau
    has answered that it wants it is it listed, to be asked about; its lack keeps nobody back.
    """

    document: str
    name: str
    need: Need
    copies: int
    alternatives: tuple[str, ...]
    commitment_allowed: bool
    issuer: str
    without_basis: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LockRule(Rule):
    """For how many months a region lets a filing neither be changed nor cancelled."""

    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingRule(Rule):
    """What a paper makes its signer say, or tells them to do; ``use`` is where it stands."""

    use: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRule(Rule):
    """How long a filing lasts; ``months`` is the end proposed, None an end left open."""

    months: int | None
    min_months: int | None
    max_months: int | None
    end_text: str  # what an open end is called, for example 长期有效


def contested(rules: Iterable[Rule]) -> bool:
    """Tell whether what is said on one question leaves it open.

    One official statement settles it against pages and reports; two of them do not.
    """
    live = [rule for rule in rules if rule.status is not RuleStatus.OUTDATED]
    return len(live) > 1 and sum(rule.settles for rule in live) != 1
