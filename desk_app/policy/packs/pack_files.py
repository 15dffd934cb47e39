"""Read one pack file: check every key of every row, then make the rows.

A pack is one TOML file named ``<region code>-<name>.toml``; its tables are source, statement,
type, variant, document, period, lock and wording. Errors name the file, the row and the key.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, cast

from desk_app import given
from desk_app.policy.packs.pack_rows import Code, PackError, Row
from desk_app.policy.packs.rules import (
    DocumentRule,
    LockRule,
    PeriodRule,
    Rule,
    RuleStatus,
    Source,
    Statement,
    TypeRule,
    VariantRule,
    WordingRule,
)
from desk_app.policy.vocabulary import TYPE_GROUPS, FilingType, Insurance, Method, Variant

_LARGEST = 5_000_000  # bytes; the shipped ones have a fiftieth of it
FILE_NAME = re.compile(r"(?P<region>[0-9]{6})-[a-z0-9-]+\.toml")
# Short enough for three packs to be kept with each filing.
_VERSION = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,2}){0,3}")
CONDITIONS = frozenset(
    {
        "agent",
        "guardian",
        "minor",
        "infant",
        "child",
        "ward",
        "guarded",
        "renamed",
        "same_illness",
        "elderly",
        "admitted",
        "commitment",
        "within_province",
        "other_province",
        "employee",
        "resident",
        "migrant_worker",
        "newborn",
    }
)
_HEAD = ("title", "version", "issued", "papers", "insurances", "outpatient_choice")
_REGISTRATIONS = (
    "guangdong_registration",
    "shenzhen_registration",
    "shenzhen_migrant_worker_registration",
)
_AREAS = ("any", "within_province", "other_province")
_NEEDS = ("original", "copy", "both", "either")
USES = (
    "registration",
    "registration_consent",
    "commitment_promise",
    "commitment_liability",
    "cancellation",
    "handout",
    "handout_end",
)
"""Where on the papers a wording stands; ``handout_end`` only where a filing has a last day."""
_SOURCE_KINDS = ("web", "law", "official", "report", "abstract", "knowledge", "bureau")
_COMMON = frozenset(
    [
        "id",
        "text",
        "types",
        "when",
        "source",
        "place",
        "status",
        "from",
        "to",
        "conflict",
        "confirm",
        "replaces",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """One pack: whom it is for, which version, and its rows.

    ``insurances`` are the kinds of insurance people there have, ``outpatient_choice`` the types
    whose form asks how ordinary outpatient care is paid; None leaves it to the wider pack.
    """

    file: str
    region: str
    title: str
    version: str
    issued: date
    papers: Mapping[str, str]
    insurances: tuple[Insurance, ...] | None
    outpatient_choice: tuple[FilingType, ...] | None
    sources: tuple[Source, ...]
    rules: tuple[Rule, ...]


def read_pack(path: Path, known: Mapping[str, Source]) -> Pack:
    """Read a pack file; ``known`` are the sources it may cite besides its own.

    Raises PackError for a file that is not TOML, a wrong, missing or unknown key, a source or
    conflict that is not there, and an id that comes twice.
    """
    tables = read_tables(path)
    named = FILE_NAME.fullmatch(path.name)
    if named is None:
        raise PackError(f"规则文件 {path.name} 的文件名应为“区划代码-名称.toml”，请改名后再导入。")
    head = Row(path.name, "pack", _table(path.name, tables, "pack"))
    head.only(_HEAD)
    sources = tuple(read_sources(path.name, tables))
    cited = {**known, **{source.id: source for source in sources}}
    reader = _Reader(path.name, named["region"], cited)
    rules = tuple(reader.rules(tables))
    issued = head.day("issued")
    if issued is None:
        raise head.fail("issued", "应为发布日期")
    return Pack(
        file=path.name,
        region=named["region"],
        title=head.text("title"),
        version=_version(head),
        issued=issued,
        papers=_papers(head),
        insurances=_listed(head, "insurances", Insurance),
        outpatient_choice=_listed(head, "outpatient_choice", FilingType),
        sources=sources,
        rules=rules,
    )


def read_tables(path: Path) -> dict[str, Any]:
    """Return the tables of a TOML file, or raise PackError naming the line."""
    content = given.read(path, what="规则文件", most=_LARGEST)
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except RecursionError as fault:
        raise PackError(f"规则文件 {path.name} 一层套一层，套得太深，请改正后再导入。") from fault
    except ValueError as fault:  # no TOML, not UTF-8, or a number of thousands of digits
        raise PackError(f"规则文件 {path.name} 读不出来（{fault}），请改正后再导入。") from fault


def read_sources(file: str, tables: Mapping[str, Any]) -> Iterable[Source]:
    """Yield the sources a file describes."""
    for row in rows_of(file, tables, "source"):
        row.only({"id", "title", "kind", "date", "url", "lines", "note"})
        if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", row.text("date")):
            raise row.fail("date", "应为日期，例如 2025-03 或 2027-01-01")
        yield Source(
            id=row.text("id"),
            title=row.text("title"),
            kind=row.choice("kind", _SOURCE_KINDS),
            date=row.text("date"),
            url=row.optional_text("url"),
            lines=row.number("lines"),
            note=row.optional_text("note"),
        )


def rows_of(file: str, tables: Mapping[str, Any], table: str) -> Iterable[Row]:
    """Yield the rows of one table of a file, each named by its id or its place."""
    rows = tables.get(table, [])
    if not isinstance(rows, list):
        raise PackError(f"规则文件 {file} 的 {table} 应写成 [[{table}]]，请改正后再导入。")
    for place, values in enumerate(rows, start=1):
        yield Row(file, str(values.get("id", f"{table} 第 {place} 条")), values)


def _table(file: str, tables: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = tables.get(name)
    if not isinstance(found, dict):
        raise PackError(f"规则文件 {file} 缺少 [{name}]，请改正后再导入。")
    return found


def _version(head: Row) -> str:
    version = head.text("version")
    if _VERSION.fullmatch(version) is None:
        raise head.fail("version", "应为数字加点，例如 2026.11.1")
    return version


def _listed(head: Row, key: str, kind: type[Code]) -> tuple[Code, ...] | None:
    return head.codes(key, kind) if key in head.values else None


def _types(row: Row) -> frozenset[FilingType]:
    """Return the types of a row, which names them one by one or by their group."""
    found: set[FilingType] = set()
    for word in row.texts("types"):
        if word not in TYPE_GROUPS and word not in tuple(FilingType):
            raise row.fail("types", f"有未知代码 {word}")
        found |= TYPE_GROUPS[word] if word in TYPE_GROUPS else {FilingType(word)}
    return frozenset(found)


def _papers(head: Row) -> Mapping[str, str]:
    papers = head.values.get("papers", {})
    if not isinstance(papers, dict) or set(papers) - {"registration"}:
        raise head.fail("papers", '应为 { registration = "表格代码" }')
    row = Row(head.file, "papers", papers)
    return {use: row.choice(use, _REGISTRATIONS) for use in papers}


@dataclass(frozen=True, slots=True)
class _Reader:
    """Makes the rules of one file."""

    file: str
    region: str
    sources: Mapping[str, Source]

    def rules(self, tables: Mapping[str, Any]) -> Iterable[Rule]:
        unknown = sorted(set(tables) - {"pack", "source", *self._tables()})
        if unknown:
            raise PackError(f"规则文件 {self.file} 有未知的表 {unknown[0]}，请改正后再导入。")
        seen: set[str] = set()
        for table, (make, keys) in self._tables().items():
            for row in rows_of(self.file, tables, table):
                row.only(_COMMON | keys)
                rule = make(row)
                if rule.id in seen:
                    raise row.fail("id", "与前面的规则重复")
                seen.add(rule.id)
                yield rule

    def _tables(self) -> Mapping[str, tuple[Callable[[Row], Rule], frozenset[str]]]:
        return {
            "statement": (self._statement, frozenset({"topic"})),
            "type": (self._type, frozenset({"type", "methods", "area", "filing", "fields"})),
            "variant": (self._variant, frozenset({"variant", "area", "paper"})),
            "document": (
                self._document,
                frozenset(
                    [
                        "document",
                        "name",
                        "need",
                        "copies",
                        "alternatives",
                        "commitment_allowed",
                        "issuer",
                        "without_basis",
                    ]
                ),
            ),
            "period": (
                self._period,
                frozenset({"months", "min_months", "max_months", "end_text"}),
            ),
            "lock": (self._lock, frozenset({"months"})),
            "wording": (self._wording, frozenset({"use"})),
        }

    def _common(self, row: Row) -> dict[str, Any]:
        source = self.sources.get(row.text("source"))
        if source is None:
            raise row.fail("source", "所指的来源没有登记")
        when = row.texts("when")
        unknown = [one for one in when if one.removeprefix("!") not in CONDITIONS]
        if unknown:
            raise row.fail("when", f"有未知条件 {unknown[0]}")
        return {
            "id": row.text("id"),
            "region": self.region,
            "text": row.text("text"),
            "types": _types(row),
            "when": when,
            "source_id": source.id,
            "source": source.title,
            "source_date": source.date,
            "place": row.text("place"),
            "status": RuleStatus(row.choice("status", tuple(RuleStatus))),
            "effective_from": row.day("from"),
            "effective_to": row.day("to"),
            "conflict": row.optional_text("conflict"),
            "confirm": row.flag("confirm"),
            "replaces": row.texts("replaces"),
        }

    def _statement(self, row: Row) -> Statement:
        return Statement(**self._common(row), topic=row.text("topic"))

    def _type(self, row: Row) -> TypeRule:
        methods = row.codes("methods", Method)
        if not methods:
            raise row.fail("methods", "至少写一种备案方式")
        return TypeRule(
            **self._common(row),
            type=FilingType(row.choice("type", tuple(FilingType))),
            methods=methods,
            area=row.choice("area", _AREAS, "any"),
            filing=row.flag("filing", default=True),
            fields=row.texts("fields"),
        )

    def _variant(self, row: Row) -> VariantRule:
        return VariantRule(
            **self._common(row),
            variant=row.choice("variant", tuple(Variant)),
            area=row.choice("area", _AREAS, "any"),
            paper=row.choice("paper", _REGISTRATIONS),
        )

    def _document(self, row: Row) -> DocumentRule:
        need = row.choice("need", _NEEDS)
        return DocumentRule(
            **self._common(row),
            document=row.text("document"),
            name=row.text("name"),
            need=cast("Literal['original', 'copy', 'both', 'either']", need),
            copies=row.number("copies") or 1,
            alternatives=row.texts("alternatives"),
            commitment_allowed=row.flag("commitment_allowed"),
            issuer=row.text("issuer"),
            without_basis=row.flag("without_basis"),
        )

    def _lock(self, row: Row) -> LockRule:
        months = row.number("months")
        if not months:
            raise row.fail("months", "应写明几个月")
        return LockRule(**self._common(row), months=months)

    def _wording(self, row: Row) -> WordingRule:
        return WordingRule(**self._common(row), use=row.choice("use", USES))

    def _period(self, row: Row) -> PeriodRule:
        return PeriodRule(
            **self._common(row),
            months=row.number("months"),
            min_months=row.number("min_months"),
            max_months=row.number("max_months"),
            end_text=row.text("end_text"),
        )
