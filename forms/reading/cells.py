"""The cells of the ruled tables on a page, merged ones as one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from forms.kit.layout.drawing import Box
from forms.reading.marks import shared

_SHORTEST = 1.5  # mm: what is shorter is no rule of a table
_CLOSE = 1.0  # mm between rules that are one: double rules, strokes of one line
_GAP = 0.9  # mm a rule may pause: dashes, corners that do not quite meet
_COVERED = 0.9  # share of a cell's side that must be ruled
_LEAST = 2.5  # mm: lower or narrower is the inside of a double rule
_MOST = 250  # rules in one direction; a page with more is a drawing
_PAIR = 2  # rules that close anything
_ENDS = 3  # rules that end together where a table is open at its side

Stretch = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Rule:
    """Rules in one line: where across the page, how thick, and from where to where."""

    at: float
    thick: float
    stretches: tuple[Stretch, ...]

    def covers(self, start: float, end: float) -> bool:
        ruled = sum(shared((start, end), one) for one in self.stretches)
        return ruled >= _COVERED * (end - start)


def find_cells(rules: Iterable[Box]) -> list[Box]:
    """Return the closed cells that rules form, inside their lines, from the top left onwards.

    A table whose sides are open is closed where its rules end together.
    """
    long = [one for one in rules if max(one.width, one.height) >= _SHORTEST]
    flat = [one for one in long if one.width >= one.height]
    across = _collected((one.top, one.height, (one.left, one.right)) for one in flat)
    down = _collected(
        (one.left, one.width, (one.top, one.bottom)) for one in long if one.width < one.height
    )
    down = sorted([*down, *_open_sides(across, down)], key=lambda one: one.at)
    if len(across) > _MOST or len(down) > _MOST or min(len(across), len(down)) < _PAIR:
        return []
    return sorted(_closed(across, down), key=lambda one: (round(one.top), one.left))


def _collected(parts: Iterable[tuple[float, float, Stretch]]) -> list[_Rule]:
    """Return rules that lie in one line as one rule."""
    groups: list[list[tuple[float, float, Stretch]]] = []
    for part in sorted(parts):
        middle = part[0] + part[1] / 2
        if groups and middle - (groups[-1][0][0] + groups[-1][0][1] / 2) <= _CLOSE:
            groups[-1].append(part)
        else:
            groups.append([part])
    return [_one(group) for group in groups]


def _one(group: Sequence[tuple[float, float, Stretch]]) -> _Rule:
    start = min(at for at, _, _ in group)
    end = max(at + thick for at, thick, _ in group)
    return _Rule((start + end) / 2, end - start, tuple(_joined(one for _, _, one in group)))


def _joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    joined: list[Stretch] = []
    for start, end in sorted(stretches):
        if joined and start <= joined[-1][1] + _GAP:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _open_sides(across: Sequence[_Rule], down: Sequence[_Rule]) -> list[_Rule]:
    """Return rules for the sides of tables that have none, where their cross rules end together."""
    ends: list[tuple[float, float]] = []  # where across, where down
    for rule in across:
        for start, end in rule.stretches:
            ends += [(start, rule.at), (end, rule.at)]
    sides, used = [], set()
    for at, _ in sorted(ends):
        together = [y for x, y in ends if abs(x - at) <= _CLOSE]
        known = any(abs(one.at - at) <= 2 * _CLOSE for one in down) or round(at) in used
        if len(together) >= _ENDS and not known and _between(down, min(together), max(together)):
            used |= {round(at) - 1, round(at), round(at) + 1}
            sides.append(_Rule(at, 0.0, ((min(together), max(together)),)))
    return sides


def _between(down: Sequence[_Rule], top: float, bottom: float) -> bool:
    """Tell whether some rule divides what lies between two heights: underlines are no table."""
    return any(shared((top, bottom), one) > _LEAST for rule in down for one in rule.stretches)


def _closed(across: Sequence[_Rule], down: Sequence[_Rule]) -> list[Box]:
    """Return what is closed in the grid of all rules: squares without a rule between are one."""
    rows, columns = len(across) - 1, len(down) - 1
    above = [[rule.covers(down[j].at, down[j + 1].at) for j in range(columns)] for rule in across]
    beside = [[rule.covers(across[i].at, across[i + 1].at) for i in range(rows)] for rule in down]
    seen = [[False] * columns for _ in range(rows)]
    cells = []
    for i in range(rows):
        for j in range(columns):
            if not seen[i][j]:
                squares, is_open = _spread((i, j), above, beside, seen)
                if not is_open and (cell := _rectangle(squares, across, down)):
                    cells.append(cell)
    return cells


def _spread(
    start: tuple[int, int],
    above: Sequence[Sequence[bool]],
    beside: Sequence[Sequence[bool]],
    seen: list[list[bool]],
) -> tuple[list[tuple[int, int]], bool]:
    """Return the squares reached from one without crossing a rule, and whether they are open."""
    rows, columns = len(seen), len(seen[0])
    waiting, found, is_open = [start], [], False
    seen[start[0]][start[1]] = True
    while waiting:
        i, j = waiting.pop()
        found.append((i, j))
        ways = (
            (above[i][j], i - 1, j),
            (above[i + 1][j], i + 1, j),
            (beside[j][i], i, j - 1),
            (beside[j + 1][i], i, j + 1),
        )
        for ruled, row, column in ways:
            if ruled:
                continue
            if not (0 <= row < rows and 0 <= column < columns):
                is_open = True
            elif not seen[row][column]:
                seen[row][column] = True
                waiting.append((row, column))
    return found, is_open


def _rectangle(
    squares: Sequence[tuple[int, int]], across: Sequence[_Rule], down: Sequence[_Rule]
) -> Box | None:
    """Return the box of squares that fill a rectangle, inside its rules; None for other shapes."""
    first, last = min(i for i, _ in squares), max(i for i, _ in squares) + 1
    start, end = min(j for _, j in squares), max(j for _, j in squares) + 1
    if len(squares) != (last - first) * (end - start):
        return None
    left, right = down[start], down[end]
    top, bottom = across[first], across[last]
    x, y = left.at + left.thick / 2, top.at + top.thick / 2
    box = Box(x, y, right.at - right.thick / 2 - x, bottom.at - bottom.thick / 2 - y)
    return box if box.width >= _LEAST and box.height >= _LEAST else None
