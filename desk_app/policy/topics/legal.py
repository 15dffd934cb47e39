"""Legal bases by date: 医疗保障法 from 2027-01-01, the earlier acts before."""

from dataclasses import dataclass
from datetime import date
from functools import cache

import resources
from desk_app.policy.packs.pack_files import read_tables, rows_of
from desk_app.policy.packs.pack_rows import Row
from desk_app.policy.packs.packs import load_sources


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    """An article of an act, and from when to when it is the one to cite.

    ``printed`` is False for what serves the desk as a standard but must not stand on paper.
    """

    id: str
    topic: str
    act: str
    article: str
    gist: str
    effective_from: date | None
    effective_to: date | None
    printed: bool

    @property
    def citation(self) -> str:
        """Return act and article as a paper cites them."""
        return f"{self.act}{self.article}"

    def in_force(self, on: date) -> bool:
        """Tell whether a paper of this day cites it."""
        begun = self.effective_from is None or self.effective_from <= on
        return begun and (self.effective_to is None or on <= self.effective_to)


def legal_bases(topic: str | None = None, *, on: date) -> tuple[LegalBasis, ...]:
    """Return the bases of a topic, or all, for a paper of a day."""
    return tuple(
        one for one in _bases() if one.in_force(on) and (topic is None or one.topic == topic)
    )


def citations(topic: str, *, on: date) -> tuple[str, ...]:
    """Return what a paper of a day may print as the bases of a topic."""
    return tuple(one.citation for one in legal_bases(topic, on=on) if one.printed)


@cache
def _bases() -> tuple[LegalBasis, ...]:
    folder = resources.path("policy")
    acts = {source.id: source.title for source in load_sources((folder,))}
    path = folder / "legal.toml"
    return tuple(_basis(row, acts) for row in rows_of(path.name, read_tables(path), "basis"))


def _basis(row: Row, acts: dict[str, str]) -> LegalBasis:
    row.only({"id", "topic", "source", "article", "gist", "from", "to", "printed"})
    act = acts.get(row.text("source"))
    if act is None:
        raise row.fail("source", "所指的来源没有登记")
    return LegalBasis(
        id=row.text("id"),
        topic=row.text("topic"),
        act=act,
        article=row.text("article"),
        gist=row.text("gist"),
        effective_from=row.day("from"),
        effective_to=row.day("to"),
        printed=row.flag("printed", default=True),
    )
