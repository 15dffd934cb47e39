"""Bringing a new pack: check it, and show what it would change before it is accepted.

A pack is one file. Where accepted packs are kept, and the way back to an earlier one, is the
business of the services: a folder of accepted packs is handed to ``packs.rulebook``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import resources
from desk_app.policy.packs.pack_files import Pack, read_pack
from desk_app.policy.packs.pack_rows import PackError
from desk_app.policy.packs.packs import load_packs, load_sources
from desk_app.policy.packs.rules import Rule

ADDED, REMOVED, CHANGED = "新增", "删除", "修改"
_NOT_SHOWN = frozenset({"region", "source_id", "disputed"})
_LABELS = {
    "text": "内容",
    "types": "备案类型",
    "when": "条件",
    "source": "来源",
    "source_date": "来源日期",
    "place": "出处",
    "status": "状态",
    "effective_from": "起用日期",
    "effective_to": "停用日期",
    "conflict": "说法不一",
    "confirm": "需核实",
    "replaces": "取代",
    "topic": "主题",
    "methods": "备案方式",
    "area": "就医范围",
    "filing": "是否登记",
    "fields": "必填项",
    "need": "原件或复印件",
    "copies": "份数",
    "name": "材料名称",
    "alternatives": "可替代",
    "commitment_allowed": "可承诺",
    "issuer": "出具单位",
    "months": "默认月数",
    "min_months": "最少月数",
    "max_months": "最多月数",
    "end_text": "长期写法",
    "paper": "表格",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference between two packs: a rule added, removed, or one value of it changed."""

    kind: str
    rule: str
    label: str
    before: str
    after: str


def read_update(path: Path, folders: tuple[Path, ...] | None = None) -> Pack:
    """Return the pack in a file brought from outside; raise PackError if it cannot be used.

    It may cite the sources of ``folders`` (the shipped one by default) besides its own.
    """
    sources = {source.id: source for source in load_sources(_searched(folders))}
    return read_pack(path, sources)


def present_pack(region: str, folders: tuple[Path, ...] | None = None) -> Pack | None:
    """Return the pack in use for a region code, or None."""
    return load_packs(_searched(folders)).get(region)


def refuse_older(old: Pack | None, new: Pack) -> None:
    """Raise PackError when the new pack is not newer than the one in use."""
    if old is not None and version_key(new.version) <= version_key(old.version):
        raise PackError(
            f"规则文件 {new.file} 的版本 {new.version} 不比现用的 {old.version} 新，请核对文件。"
        )


def version_key(version: str) -> tuple[int, ...]:
    """Return a version such as 2026.11.1 as something that can be compared.

    Raises PackError for anything but whole numbers separated by dots.
    """
    parts = version.split(".")
    if not all(part.isascii() and part.isdigit() for part in parts):
        raise PackError(f"版本号 {version} 应为数字加点，例如 2026.11.1，请改正。")
    return tuple(int(part) for part in parts)


def differences(old: Pack | None, new: Pack) -> tuple[Difference, ...]:
    """Return what accepting the new pack would change, rule by rule, value by value."""
    before = _by_id(old) if old else {}
    after = _by_id(new)
    added = (_whole(ADDED, rule) for name, rule in after.items() if name not in before)
    removed = (_whole(REMOVED, rule) for name, rule in before.items() if name not in after)
    changed = (
        one
        for name, rule in after.items()
        if name in before
        for one in _changes(before[name], rule)
    )
    return (*added, *removed, *changed)


def _searched(folders: tuple[Path, ...] | None) -> tuple[Path, ...]:
    return folders or (resources.path("policy"),)


def _by_id(pack: Pack) -> Mapping[str, Rule]:
    return {rule.id: rule for rule in pack.rules}


def _whole(kind: str, rule: Rule) -> Difference:
    texts = ("", rule.text) if kind == ADDED else (rule.text, "")
    return Difference(kind=kind, rule=rule.id, label="内容", before=texts[0], after=texts[1])


def _changes(before: Rule, after: Rule) -> tuple[Difference, ...]:
    if type(before) is not type(after):
        return (_whole(REMOVED, before), _whole(ADDED, after))
    names = [field.name for field in fields(after) if field.name not in _NOT_SHOWN]
    return tuple(
        Difference(
            kind=CHANGED,
            rule=after.id,
            label=_LABELS.get(name, name),
            before=_words(getattr(before, name)),
            after=_words(getattr(after, name)),
        )
        for name in names
        if getattr(before, name) != getattr(after, name)
    )


def _words(value: object) -> str:
    if value is None:
        return "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple | frozenset):
        return "、".join(sorted(_words(one) for one in value)) or "无"
    return str(getattr(value, "label", value))
