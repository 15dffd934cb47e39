"""The rules of an insured region on a day, put together from the packs that cover it.

National rules come first, the province's over them, the region's own over those. A further
region, or a changed rule, is an edit of resources/policy, never of code.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import resources
from desk_app.policy.packs.answers import BureauAnswer, answered, answers_in_force
from desk_app.policy.packs.pack_files import FILE_NAME, Pack, read_pack, read_sources, read_tables
from desk_app.policy.packs.pack_rows import PackError
from desk_app.policy.packs.rules import Rule, RuleStatus, Source, contested
from desk_app.policy.vocabulary import FilingType, Insurance

__all__ = ["PackError", "Rulebook", "load_packs", "load_sources", "rulebook"]

NATIONAL = "000000"
SOURCES_FILE = "sources.toml"
_Stamped = tuple[Path, int]  # a file, and when it was changed: the key of what was read from it


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """What applies to people insured in ``region`` on the day ``on``.

    ``rules`` are in force then, the nearest region's first; ``answers`` are the bureau's, by
    rule or question. ``version`` names every pack and is kept with each filing judged by it.
    """

    region: str
    on: date
    packs: tuple[Pack, ...]
    rules: tuple[Rule, ...]
    answers: Mapping[str, BureauAnswer]

    @property
    def version(self) -> str:
        """Return the packs this was made of, for example ``440300@2026.11+000000@2026.11``."""
        return "+".join(f"{pack.region}@{pack.version}" for pack in self.packs)

    def paper(self, use: str) -> str | None:
        """Return the id of the paper the nearest pack names for a use, or None."""
        return next((pack.papers[use] for pack in self.packs if use in pack.papers), None)

    @property
    def insurances(self) -> tuple[Insurance, ...]:
        """Return the kinds of insurance people there have, as the nearest pack lists them."""
        listed = (pack.insurances for pack in self.packs)
        return next((found for found in listed if found is not None), ())

    @property
    def outpatient_choice(self) -> tuple[FilingType, ...]:
        """Return the types whose form asks how ordinary outpatient care is to be paid."""
        listed = (pack.outpatient_choice for pack in self.packs)
        return next((found for found in listed if found is not None), ())

    def rule(self, name: str) -> Rule | None:
        """Return the rule of an id, or None."""
        return next((rule for rule in self.rules if rule.id == name), None)


def rulebook(
    region: str,
    *,
    on: date,
    folders: Sequence[Path] | None = None,
    answers: Iterable[BureauAnswer] = (),
) -> Rulebook:
    """Return the rules of an insured region on a day.

    ``folders`` are searched for packs, the shipped one by default; a file in a later folder
    takes the place of one of the same region in an earlier. Raises PackError.
    """
    searched = tuple(folders) if folders else (resources.path("policy"),)
    paths = _pack_paths(searched)
    chain = tuple(dict.fromkeys((region, f"{region[:2]}0000", NATIONAL)))
    packs = _stamped(paths[code] for code in chain if code in paths)
    given = answers_in_force(answers, regions=chain, on=on)
    return _put_together(region, on, packs, _source_files(searched), tuple(given.items()))


@lru_cache(maxsize=64)
def _put_together(
    region: str,
    on: date,
    files: tuple[_Stamped, ...],
    source_files: tuple[_Stamped, ...],
    answers: tuple[tuple[str, BureauAnswer], ...],
) -> Rulebook:
    """Return the rules out of files as they are now: screens ask for them at every turn."""
    packs = tuple(_parsed(*file, source_files) for file in files)
    given = dict(answers)
    rules = _settled(_in_force(packs, on), given)
    return Rulebook(region=region, on=on, packs=packs, rules=rules, answers=given)


def _in_force(packs: tuple[Pack, ...], on: date) -> list[Rule]:
    present = [rule for pack in packs for rule in pack.rules if rule.in_force(on)]
    replaced = {name for rule in present for name in rule.replaces}
    return [rule for rule in present if rule.id not in replaced]


def _settled(rules: list[Rule], answers: Mapping[str, BureauAnswer]) -> tuple[Rule, ...]:
    """Return the rules in the bureau's words where it answered, the disputed ones marked.

    What one official document settles is disputed no more; what pages say against it is.
    """
    groups: dict[str, list[Rule]] = {}
    for rule in rules:
        live = rule.status is not RuleStatus.OUTDATED
        if rule.conflict and rule.conflict not in answers and live:
            groups.setdefault(rule.conflict, []).append(rule)
    disputed = {
        rule.id
        for said in groups.values()
        if len(said) > 1
        for rule in said
        if contested(said) or not rule.settles
    }
    marked = (replace(rule, disputed=True) if rule.id in disputed else rule for rule in rules)
    return tuple(answered(rule, answers) for rule in marked)


def load_packs(folders: tuple[Path, ...]) -> Mapping[str, Pack]:
    """Return every pack in the folders by region code."""
    paths, source_files = _pack_paths(folders), _source_files(folders)
    files = zip(paths, _stamped(paths.values()), strict=True)
    return {code: _parsed(*file, source_files) for code, file in files}


def load_sources(folders: Iterable[Path]) -> tuple[Source, ...]:
    """Return the sources all packs of the folders may cite."""
    return tuple(_sources(_source_files(folders)).values())


def _source_files(folders: Iterable[Path]) -> tuple[_Stamped, ...]:
    files = (folder / SOURCES_FILE for folder in folders)
    return _stamped(file for file in files if file.exists())


def _stamped(paths: Iterable[Path]) -> tuple[_Stamped, ...]:
    return tuple((path, path.stat().st_mtime_ns) for path in paths)


def _pack_paths(folders: Iterable[Path]) -> dict[str, Path]:
    return {
        named["region"]: path
        for folder in folders
        for path in sorted(folder.iterdir())
        if (named := FILE_NAME.fullmatch(path.name))
    }


@lru_cache(maxsize=64)
def _parsed(path: Path, changed: int, source_files: tuple[_Stamped, ...]) -> Pack:
    del changed  # part of the cache's key
    return read_pack(path, _sources(source_files))


@lru_cache(maxsize=8)
def _sources(files: tuple[_Stamped, ...]) -> Mapping[str, Source]:
    return {one.id: one for path, _ in files for one in read_sources(path.name, read_tables(path))}
