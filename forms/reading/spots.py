"""The places of a map while somebody works on it: what is proposed, confirmed, moved, left free."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from forms.fonts.chains import SONG, chain
from forms.kit.layout.drawing import MM, Box
from forms.kit.layout.text import BODY
from forms.reading.marks import FormField
from forms.reading.proposing import Proposal, Reading

LEAST = 1.0  # mm a place is wide and high at least
_UNSURE = "标签“{}”是不是这一项，请对照原表核对"
_LONGEST_LABEL = 24
_DIGIT = "0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One place: ``value`` is None where nobody has said what belongs there.

    ``doubt`` says why somebody has to look; ``free`` places stay empty on paper. ``name`` and
    ``state`` are those of a field the form brings along. ``spacing`` is in points.
    """

    page: int
    box: Box
    label: str
    value: str | None = None
    doubt: str = ""
    tick: bool = False
    free: bool = False
    lines: int = 1
    spacing: float = 0.0
    name: str | None = None
    state: str | None = None

    @property
    def settled(self) -> bool:
        """Whether nobody has to look at it any more."""
        return self.free or (self.value is not None and not self.doubt)


def short(label: str) -> str:
    """Return a label without spaces, and not too long for a line."""
    solid = "".join(label.split())
    return solid if len(solid) <= _LONGEST_LABEL else f"{solid[:_LONGEST_LABEL]}…"


def spots_of(reading: Reading, fields: Sequence[Sequence[FormField]] = ()) -> tuple[Spot, ...]:
    """Return the places of a form as they were read; ``fields`` are its own, by page."""
    return tuple(_spot(one, _field_at(one, fields)) for one in reading.places)


def _spot(place: Proposal, field: FormField | None) -> Spot:
    combed = place.step > 0 and field is None
    indent = (place.step - _digit()) / 2 if combed else 0.0
    box = place.box
    doubtful = place.value is not None and not place.sure
    return Spot(
        page=place.page,
        box=Box(box.left + indent, box.top, box.width - indent, box.height),
        label=place.label,
        value=place.value,
        doubt=_UNSURE.format(short(place.label)) if doubtful else "",
        tick=place.tick,
        free=place.free,
        lines=1 if place.tick else place.lines,
        spacing=(place.step - _digit()) * MM if combed else 0.0,
        name=field.name if field else None,
        state=field.state if field else None,
    )


def _digit() -> float:
    """Return how wide a digit is, in millimetres."""
    return chain(SONG).width(_DIGIT, BODY, 0.0) / MM


def _field_at(place: Proposal, fields: Sequence[Sequence[FormField]]) -> FormField | None:
    here: Iterable[FormField] = fields[place.page - 1] if place.page <= len(fields) else ()
    x, y = place.box.left + place.box.width / 2, place.box.top + place.box.height / 2
    for one in here:
        if one.box.left <= x <= one.box.right and one.box.top <= y <= one.box.bottom:
            return one
    return None


class SpotDraft:
    """Places being worked on, each change of which can be taken back."""

    def __init__(self, spots: Iterable[Spot]) -> None:
        self._spots = list(spots)
        self._before: list[tuple[int, Spot | None]] = []  # which place, and how it was

    @property
    def spots(self) -> tuple[Spot, ...]:
        """Return the places as they are now."""
        return tuple(self._spots)

    @property
    def open(self) -> tuple[int, ...]:
        """Return the numbers of the places somebody has to look at, in order."""
        return tuple(i for i, one in enumerate(self._spots) if one.value and not one.settled)

    def next_open(self, after: int, step: int = 1) -> int | None:
        """Return the next place to look at, going round; None when all are settled."""
        waiting = self.open[::step]
        later = (i for i in waiting if (i - after) * step > 0)
        return next(later, waiting[0] if waiting else None)

    def choose(self, number: int, value: str | None) -> None:
        """Say what belongs into a place; None for what nobody knows yet."""
        self._change(number, lambda one: replace(one, value=value, doubt="", free=False))

    def confirm(self, number: int) -> None:
        """Say that the proposal for a place is right."""
        self._change(number, lambda one: replace(one, doubt=""))

    def leave_free(self, number: int) -> None:
        """Say that a place stays empty on paper."""
        self._change(number, lambda one: replace(one, free=True, doubt=""))

    def move(self, number: int, across: float, down: float) -> None:
        """Move a place by millimetres; a field of the form itself stays where it is."""
        self._place(
            number, lambda box: Box(box.left + across, box.top + down, box.width, box.height)
        )

    def resize(self, number: int, across: float, down: float) -> None:
        """Make a place wider and higher by millimetres, never smaller than it can be."""
        self._place(
            number,
            lambda box: Box(
                box.left, box.top, max(LEAST, box.width + across), max(LEAST, box.height + down)
            ),
        )

    def align(self, number: int, other: int) -> None:
        """Let a place begin where another one does, and be as high."""
        like = self._spots[other].box
        self._place(
            number,
            lambda box: Box(
                like.left if abs(like.left - box.left) < abs(like.top - box.top) else box.left,
                box.top if abs(like.left - box.left) < abs(like.top - box.top) else like.top,
                box.width,
                like.height,
            ),
        )

    def add(self, spot: Spot) -> int:
        """Add a place, as on a scanned form; return its number."""
        self._spots.append(spot)
        self._before.append((len(self._spots) - 1, None))
        return len(self._spots) - 1

    def undo(self) -> int | None:
        """Take back the last change; return the number of its place, None when there is none."""
        if not self._before:
            return None
        number, was = self._before.pop()
        if was is None:
            del self._spots[number]
        else:
            self._spots[number] = was
        return min(number, len(self._spots) - 1)

    def _place(self, number: int, moved: Callable[[Box], Box]) -> None:
        if self._spots[number].name is None:
            self._change(number, lambda one: replace(one, box=moved(one.box)))

    def _change(self, number: int, changed: Callable[[Spot], Spot]) -> None:
        was = self._spots[number]
        now = changed(was)
        if now != was:
            self._before.append((number, was))
            self._spots[number] = now

    def to_json(self) -> list[dict[str, Any]]:
        """Return the places as JSON-able values, so that half-done work can be kept."""
        return [asdict(one) for one in self._spots]

    @classmethod
    def from_json(cls, stored: Iterable[dict[str, Any]]) -> Self:
        """Return the draft kept by ``to_json``; raise TypeError or KeyError for anything else."""
        return cls(Spot(**{**one, "box": Box(**one["box"])}) for one in stored)
