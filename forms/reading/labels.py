"""What bureaus call the values of a paper: labels, and words beside check boxes."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

APPLICANT, AGENT = "applicant", "agent"
OTHERS, OFFICE = "others", "office"

_TABLE = "labels.toml"
_NUMBERED = re.compile(r"^(?:[(（]?[0-9一二三四五六七八九十]{1,2}[)）、.．]|[*＊※★•])+")
_HINT = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_HEADING = re.compile(r"(?:基本)?(?:信息|情况|资料|栏|填写|签署)+$")
_FOREIGN = re.compile(r"(?<=[\u4e00-\u9fff)])[A-Za-z][A-Za-z0-9.,'/&()-]*$")
_SOMEBODY = re.compile(r"^.{2,6}(?:人|员|医师|医生)(?:姓名|签名|电话|联系电话)?$")
_ENDS = "：:。，,；;、"


@dataclass(frozen=True, slots=True)
class Labelled:
    """What a label means: the value's name, and whether the label itself says whose it is."""

    value: str
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Labels:
    """The table of labels, turned round: from what is printed to what is meant."""

    people: Mapping[str, str]
    person: Mapping[str, str]
    single: Mapping[str, str]
    agents: Mapping[str, str]
    applicants: Mapping[str, str]
    ticks: Mapping[str, Mapping[str, str]]
    groups: Mapping[str, str]
    titles: Mapping[str, str]
    free: tuple[str, ...]

    def whose(self, text: str) -> str | None:
        """Return which person, or the office, a heading or a group label names; None for none."""
        for form in _forms(text):
            bare = _HEADING.sub("", form)
            named = {self._named(one, whole=bare == form) for one in bare.split("/")}
            if len(named) == 1 and None not in named:
                return named.pop()
            if named - {None}:
                return OTHERS
        return None

    def about(self, text: str) -> str | None:
        """Return whose name a label begins with; somebody the table does not know is another."""
        forms = list(_forms(text))
        known = next((one for form in forms if (one := self._leading(form))), None)
        if known:
            return self.people[known]
        return OTHERS if any(_SOMEBODY.match(form) for form in forms) else None

    def _named(self, text: str, *, whole: bool) -> str | None:
        """Return whom a text names, a heading also with its last words; None for nobody."""
        if whole or text in self.people:
            return self.people.get(text)
        ends = (text[i:] for i in range(1, len(text)))
        return next((self.people[one] for one in ends if one in self.people), None)

    def meaning(self, text: str, context: str | None = None) -> Labelled | None:
        """Return what a label asks for in the part of a form about a person; None if unknown."""
        for form in _forms(text):
            if found := self._meaning(form, context):
                return found
        return None

    def _meaning(self, label: str, context: str | None) -> Labelled | None:
        if person := self._leading(label):
            rest = label.removeprefix(person).removeprefix("的")
            whose = self.people[person]
            found = self._of_person(rest, whose) if rest else _name_of(whose)
            if found or not rest:
                return Labelled(found, whose) if found else None
        if context == AGENT and (found := self._of_person(label, AGENT)):
            return Labelled(found)
        if label in self.single:
            return Labelled(self.single[label])
        if found := self._of_person(label, context or APPLICANT):
            return Labelled(found, APPLICANT if label in self.applicants else None)
        if label in self.agents and context != OTHERS:
            return Labelled(f"{AGENT}.{self.agents[label]}", AGENT)
        return None

    def _leading(self, label: str) -> str | None:
        """Return the longest name of people a label begins with; None for none."""
        starts = (label[:length] for length in range(len(label), 0, -1))
        return next((one for one in starts if one in self.people), None)

    def _of_person(self, label: str, person: str) -> str | None:
        if person not in _NAMED:
            return None
        if label in self.person:
            return f"{person}.{self.person[label]}"
        if person == AGENT and label in _ADDRESSES:
            return f"{AGENT}.address"
        own = self.agents if person == AGENT else self.applicants
        if label in own:
            return f"{person}.{own[label]}"
        return self.single.get(label) if person == APPLICANT else None

    def ticked(self, words: str, group: str | None) -> tuple[str, str] | None:
        """Return group and code of the words beside a check box; None where unknown or doubtful."""
        for form in _forms(words):
            found = {name: codes[form] for name, codes in self.ticks.items() if form in codes}
            if group in found and group is not None:
                return group, found[group]
            if len(found) == 1 and group is None:
                return next(iter(found.items()))
        return None

    def group(self, text: str) -> str | None:
        """Return which group of check boxes a label stands before."""
        return next((self.groups[form] for form in _forms(text) if form in self.groups), None)

    def paper(self, title: str) -> str:
        """Return whose data a form takes, by its title."""
        found = (paper for word, paper in self.titles.items() if word in title)
        return next(found, "guangdong_registration")

    def is_free(self, text: str) -> bool:
        """Tell whether a text keeps its place for a signature, a stamp or a picture."""
        return any(word in text for word in self.free)


_NAMED = (APPLICANT, AGENT)
_ADDRESSES = frozenset(["联系地址", "地址", "居住地址", "住址", "通讯地址", "家庭住址", "详细地址"])


def _name_of(person: str) -> str | None:
    return f"{person}.name" if person in _NAMED else None


def plain(text: str) -> str:
    """Return a label without spaces, numbers before it, stars and a colon after it."""
    solid = "".join(unicodedata.normalize("NFKC", text).split()).strip(_ENDS)
    return _NUMBERED.sub("", solid).strip(_ENDS)


def _forms(text: str) -> Iterator[str]:
    """Yield a label as it is, without what is in brackets, and with that in place of the rest."""
    label = plain(text)
    yield label
    if (native := plain(_FOREIGN.sub("", label))) != label:  # said again in another language
        yield from _forms(native)
    if hints := _HINT.findall(label):
        yield plain(_HINT.sub("", label))
        before, _, after = label.partition(hints[0])
        if before and after:
            yield plain(hints[0][1:-1] + after)
        yield plain(label.translate({ord(one): None for one in "()[]【】"}))


@cache
def labels(paper: str = "") -> Labels:
    """Return the table of labels that comes with the program, as a paper understands them."""
    text = (resources.files("resources") / "blanks" / _TABLE).read_text(encoding="utf-8")
    table = tomllib.loads(text)
    return Labels(
        people=_turned(table["people"]),
        person=_turned(table["person"]),
        single=MappingProxyType(
            {**_turned(table["filing"]), **_turned(table["papers"].get(paper, {}))}
        ),
        agents=_turned(table["agent"]),
        applicants=_turned(table["applicant"]),
        ticks=MappingProxyType({name: _turned(codes) for name, codes in table["ticks"].items()}),
        groups=_turned(table["groups"]),
        titles=_turned(table["titles"]),
        free=tuple(table["free"]["words"]),
    )


def _turned(rows: Mapping[str, list[str]]) -> Mapping[str, str]:
    return MappingProxyType({plain(word): name for name, words in rows.items() for word in words})


_WHO = {APPLICANT: "申请人", AGENT: "代办人"}
_DATED = ("day", "begin", "end", "admission", "effective", "accepted_day", "applicant.birth")
_PIECES = {"year": "年", "month": "月", "day": "日"}


@cache
def value_titles(paper: str) -> Mapping[str, str]:
    """Return what each value that a place may ask for is called, in the order of the table."""
    text = (resources.files("resources") / "blanks" / _TABLE).read_text(encoding="utf-8")
    table = tomllib.loads(text)
    found = dict[str, str]()
    for person, who in _WHO.items():
        for name, words in {**table["person"], **table[person]}.items():
            found[f"{person}.{name}"] = words[0] if words[0].startswith("与") else who + words[0]
    for name, words in {**table["filing"], **table["papers"].get(paper, {})}.items():
        found[name] = words[0]
    found |= {
        "place.province_bare": "就医地的省（不写“省”字）",
        "place.city_bare": "就医地的市（不写“市”字）",
    }
    for name in _DATED:
        found |= {
            f"{name}.{piece}": f"{found[name]}的{word}"
            for piece, word in _PIECES.items()
            if name in found
        }
    for group, codes in table["ticks"].items():
        owners = _WHO if group == "sex" else [APPLICANT] if group == "insurance" else [""]
        for owner in owners:
            prefix = f"{owner}." if owner else ""
            for code, words in codes.items():
                found[f"{prefix}{group}.{code}"] = f"勾：{words[0]}"
    return MappingProxyType(found)
