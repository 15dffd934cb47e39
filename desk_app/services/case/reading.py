"""Read a raw case: values by path, and everything that is wrong with how they were written.

A raw case is the JSON of a case as it was typed or sent: nested mappings, mostly text.
Reading never stops at the first fault, so that every problem is told at once.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from itertools import islice
from typing import Any, TypeVar

from desk_app.policy.days.dates import read_day
from desk_app.policy.people.names import modern
from desk_app.policy.people.phone import check_phone
from desk_app.policy.vocabulary import Hint, Labelled, Problem
from desk_app.records.field_table import FIELDS, GROUPS, CaseField, label
from desk_app.records.traits import Kind
from forms.catalogue import unprintable

Code = TypeVar("Code", bound=Labelled)

_RARE_HAN = ("\U00020000", "\U0003ffff")  # planes 2 and 3 hold nothing else
_LONGEST_RAW = 10_000  # characters, spaces and all; judging each of more takes a while
_LONGEST_CODE = 100
_MOST_UNKNOWN = 20  # keys of a group that are named
_SPACES = re.compile(r"\s+")


class Reading:
    """One pass over a raw case; collects problems and hints as values are asked for."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        """Start reading ``raw``, noting at once the keys that no field has."""
        self.raw = raw
        self.problems: list[Problem] = []
        self.hints: list[Hint] = []
        self._refuse_unknown_keys()

    def problem(self, field: str, message: str, source: str | None = None) -> None:
        """Note that ``field`` must be mended."""
        self.problems.append(Problem(field=field, message=message, source=source))

    def refused(self, field: str) -> bool:
        """Tell whether something is wrong with a field, so that nothing is to be made of it."""
        return any(one.field == field for one in self.problems)

    def hint(self, field: str, message: str, source: str | None = None) -> None:
        """Note that ``field`` deserves a second look."""
        self.hints.append(Hint(field=field, message=message, source=source))

    def has(self, group: str) -> bool:
        """Tell whether a group such as ``agent`` has anything filled in besides a choice."""
        value = self.raw.get(group)
        if not isinstance(value, Mapping):
            return False
        return any(
            entry is not None and entry != "" for key, entry in value.items() if key != "id_kind"
        )

    def text(self, path: str, *, required: bool = False, printable: bool = True) -> str | None:
        """Return one line of text: composed (NFC), nothing invisible, no outer spaces.

        With ``printable`` every character the papers cannot show is a problem.
        """
        value = self.raw_value(path)
        if value is not None and not isinstance(value, str):
            self.problem(path, f"{label(path)}应写成文字，请加上引号。")
            return None
        if value is not None and len(value) > _LONGEST_RAW:
            self.problem(path, f"{label(path)}有 {len(value)} 个字，太长了，请缩短。")
            return None
        text = _visible(value or "")
        if not text:
            self._note_absent(path, required=required)
            return None
        judged = self._judged_text(path, text)
        if judged is not None and printable:
            self.printable(path, judged)
        return judged

    def code(self, path: str, kind: type[Code], *, required: bool = True) -> Code | None:
        """Return a member of a closed set of codes."""
        value = self.raw_value(path)
        if value is None or value == "":
            if required:
                self.problem(path, f"请选择{label(path)}。")
            return None
        try:
            return kind(_written(value))
        except ValueError:
            known = "、".join(f"{member}（{member.label}）" for member in kind)
            self.problem(path, f"{label(path)}不在可选范围内，请改为：{known}。")
            return None

    def day(self, path: str, *, required: bool = False) -> date | None:
        """Return a day, however it was written (``policy.dates``)."""
        value = self.raw_value(path)
        if value is None or value == "":
            self._note_absent(path, required=required)
            return None
        day = read_day(value)
        if day is None:
            self.problem(path, f"{label(path)}不是有效日期，请写明年月日，例如 2026-11-21。")
        return day

    def value(self, field: CaseField, *, required: bool) -> Any:
        """Return what is told of a field whose traits say how to read it, None where nothing is."""
        if field.kind is Kind.PHONE:
            return self.phone(field.path, required=required)
        if field.codes is not None:
            return self.code(field.path, field.codes, required=required)
        if field.kind is Kind.DAY:
            return self.day(field.path, required=required)
        if field.kind is Kind.FLAG:
            return self.flag(field.path)
        return self.text(field.path, required=required)

    def phone(self, path: str, *, required: bool) -> str | None:
        """Return a telephone number as it is written everywhere."""
        written = self.text(path, required=required)
        if written is None:
            return None
        verdict = check_phone(written)
        for message in verdict.problems:
            self.problem(path, f"{label(path)}：{message}")
        for message in verdict.hints:
            self.hint(path, message)
        return verdict.number

    def flag(self, path: str) -> bool:
        """Return a yes or no."""
        value = self.raw_value(path)
        if value is None or isinstance(value, bool):
            return bool(value)
        self.problem(path, f"{label(path)}应为 true 或 false。")
        return False

    def _note_absent(self, path: str, *, required: bool) -> None:
        if required:
            self.problem(path, f"请填写{label(path)}。")

    def _judged_text(self, path: str, text: str) -> str | None:
        for position, character in enumerate(text, 1):
            if _unreadable(character):
                self.problem(
                    path,
                    f"{label(path)}第 {position} 个字符无法识别"
                    f"（U+{ord(character):04X}），请删除后重新输入。",
                )
                return None
        limit = FIELDS[path].longest
        if limit is not None and len(text) > limit:
            self.problem(path, f"{label(path)}最多 {limit} 个字，现有 {len(text)} 个，请缩短。")
            return None
        return text

    def printable(self, path: str, text: str) -> None:
        """Note every character that the papers cannot show, so that it is known at entry."""
        for character in unprintable(text):
            self.problem(
                path,
                f"{label(path)}第 {text.index(character) + 1} 个字“{character}”"
                f"（U+{ord(character):04X}）不在打印字库中，请核对该字；"
                "确认无误的，请主管把含有该字的字体放入字体文件夹。",
            )

    def raw_value(self, path: str) -> Any:
        """Return what stands in the raw case, None where nothing does."""
        group, _, name = path.rpartition(".")
        holder = self.raw.get(group) if group else self.raw
        return holder.get(name) if isinstance(holder, Mapping) else None

    def _refuse_unknown_keys(self) -> None:
        for group, model in GROUPS.items():
            holder = self.raw.get(group) if group else self.raw
            if not isinstance(holder, Mapping):
                if holder is not None:
                    self.problem(group, f"{label(group)}应写成一组项目。")
                continue
            unknown = (key for key in holder if key not in model.model_fields)
            for key in islice(unknown, _MOST_UNKNOWN):
                path = _short(f"{group}.{key}" if group else str(key))
                self.problem(path, f"不认识的项目“{path}”，请删除或改正。")


def _visible(text: str) -> str:
    """Drop format characters people cannot see and fold every kind of space into one."""
    seen = "".join(" " if c.isspace() else c for c in modern(text))
    kept = "".join(c for c in seen if unicodedata.category(c) != "Cf")
    return _SPACES.sub(" ", kept).strip()


def _unreadable(character: str) -> bool:
    """Tell whether a character is none; rare Han may be newer than this Python's tables."""
    if _RARE_HAN[0] <= character <= _RARE_HAN[1]:
        return False
    return unicodedata.category(character) in {"Cc", "Cs", "Cn"}


def _written(value: object) -> str:
    """Return the beginning of what stands for a code or a date, whatever was put there."""
    return value[:_LONGEST_CODE] if isinstance(value, str) else str(value)[:_LONGEST_CODE]


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"
