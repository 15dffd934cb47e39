"""Check boxes: drawn sharp, and readable as ☑ or ☐ in the text of the file."""

from forms.kit.layout.drawing import MM, Page, Rule, Run

SIDE = 3.2  # mm
TICKED, EMPTY = "☑", "☐"
_TICK = ((0.16, 0.52), (0.40, 0.80), (0.88, 0.12))  # in sides, from the top left


def check_box(page: Page, left: float, middle: float, *, ticked: bool) -> None:
    """Draw a box whose centre is at height ``middle``; its character lies hidden beneath."""
    top = middle - SIDE / 2
    right, bottom = left + SIDE, top + SIDE
    corners = ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
    page.rules.append(Rule(corners, 0.7))
    if ticked:
        points = tuple((left + x * SIDE, top + y * SIDE) for x, y in _TICK)
        page.rules.append(Rule(points, 1.4, value=True))
    character = TICKED if ticked else EMPTY
    page.runs.append(Run(left, bottom - 0.4, character, SIDE * MM * 0.9, hidden=True, value=ticked))
