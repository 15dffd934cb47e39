"""What checking the records gave."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong: where, what, and what to do about it, each as a sentence."""

    area: str
    finding: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """The outcome of checking the records; all is well where there are no faults."""

    faults: tuple[Fault, ...]
    filings: int
    entries: int  # of the history
    head: str  # of the history, "seq-hash16", to compare with the day-end papers
