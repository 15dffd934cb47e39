"""Where the rules in use are: shipped packs, packs brought later, the bureau's answers."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import resources
from desk_app.policy.guidance.wrong_door import Neighbours
from desk_app.policy.packs.answers import BureauAnswer
from desk_app.policy.packs.packs import Rulebook, rulebook
from desk_app.policy.regions import insured_regions


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the rules in use are: folders searched for packs, and the bureau's answers.

    ``hall`` is the region of the hall that files by them, ``neighbours`` what it does for people
    insured in another city of its province.
    """

    folders: tuple[Path, ...] = ()
    answers: tuple[BureauAnswer, ...] = ()
    hall: str | None = None
    neighbours: Neighbours = Neighbours.ASK

    def rulebook(self, region: str, *, on: date) -> Rulebook:
        """Return the rules of an insured region on a day."""
        return rulebook(region, on=on, folders=self._searched(), answers=self.answers)

    def regions(self) -> frozenset[str]:
        """Return the codes of the insured regions there are rules for."""
        return frozenset(region.code for region in insured_regions(*self._searched()))

    def _searched(self) -> tuple[Path, ...]:
        return (resources.path("policy"), *self.folders)


SHIPPED = Shelf()
"""The rules as the program brought them."""
