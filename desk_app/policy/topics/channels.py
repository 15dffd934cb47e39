"""The channels applicants can use, with their steps for filing, asking and cancelling."""

from dataclasses import dataclass
from functools import cache

import resources
from desk_app.policy.packs.pack_files import read_tables, rows_of
from desk_app.policy.packs.pack_rows import Row
from desk_app.policy.packs.packs import NATIONAL, load_sources
from desk_app.policy.packs.rules import RuleStatus, Source

_KINDS = ("app", "miniprogram", "wechat", "web", "terminal", "counter", "mail", "phone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A way to file, ask or cancel; steps are those of the source's date."""

    id: str
    name: str
    kind: str
    regions: tuple[str, ...]
    file: tuple[str, ...]
    query: tuple[str, ...]
    cancel: tuple[str, ...]
    note: str | None
    source: str
    source_date: str
    place: str
    status: RuleStatus
    conflict: str | None
    confirm: bool

    @property
    def text(self) -> str:
        """Return all that is said of the channel in one text, for searching."""
        parts = (*self.file, *self.query, *self.cancel, self.note or "")
        return "；".join(part for part in parts if part)


def channels(region: str | None = None) -> tuple[Channel, ...]:
    """Return the channels for people insured in a region, its own first; all without one."""
    if region is None:
        return _all()
    chain = (region, f"{region[:2]}0000", NATIONAL)
    return tuple(one for code in chain for one in _all() if code in one.regions)


def cancelling_channels(channel: str, region: str) -> tuple[Channel, ...]:
    """Return where a filing made through a channel is cancelled: there first, else the counter.

    Raises KeyError for a channel that does not exist.
    """
    used = next((one for one in _all() if one.id == channel), None)
    if used is None:
        raise KeyError(channel)
    counter = tuple(
        one
        for one in channels(region)
        if one.kind == "counter" and one.cancel and one.id != channel
    )
    return (used, *counter) if used.cancel else counter


@cache
def _all() -> tuple[Channel, ...]:
    folder = resources.path("policy")
    sources = {source.id: source for source in load_sources((folder,))}
    path = folder / "channels.toml"
    return tuple(_channel(row, sources) for row in rows_of(path.name, read_tables(path), "channel"))


def _channel(row: Row, sources: dict[str, Source]) -> Channel:
    row.only(
        {
            *("id", "name", "kind", "regions", "file", "query", "cancel", "note"),
            *("source", "place", "status", "conflict", "confirm"),
        }
    )
    source = sources.get(row.text("source"))
    if source is None:
        raise row.fail("source", "所指的来源没有登记")
    return Channel(
        id=row.text("id"),
        name=row.text("name"),
        kind=row.choice("kind", _KINDS),
        regions=row.texts("regions"),
        file=row.texts("file"),
        query=row.texts("query"),
        cancel=row.texts("cancel"),
        note=row.optional_text("note"),
        source=source.title,
        source_date=source.date,
        place=row.text("place"),
        status=RuleStatus(row.choice("status", tuple(RuleStatus))),
        conflict=row.optional_text("conflict"),
        confirm=row.flag("confirm"),
    )
