"""Print values only on pre-printed sheets, where this printer would put them right.

A printer shifts, stretches and turns a little, each tray in its own way. The calibration sheet
shows crosses at known places; where they really came out gives the profile that undoes it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from forms.errors import PaperError
from forms.fonts.chains import HEI
from forms.kit.layout.contents import put_lines
from forms.kit.layout.drawing import A4, MM, Box, Layout, Page, Point, Rule, Run
from forms.kit.layout.text import Fitted, Style
from forms.stored import PaperData

TARGETS: tuple[Point, ...] = ((20.0, 20.0), (190.0, 20.0), (20.0, 277.0), (190.0, 277.0))
NAMES = ("左上", "右上", "左下", "右下")
_ARM = 8.0  # mm, of a cross
_MOST_SHIFT, _MOST_STRETCH, _MOST_TURN = 30.0, 0.05, 3.0  # more is a mistake in measuring
_LEAST_APART = 50.0
_TITLE = Style(face=HEI, size=16.0)
_STEPS = (
    "一、用“实际大小”（不缩放）打印本页。要套打的打印机和纸盒各打一张。",
    "二、用直尺从纸的左边和上边量到十字中心，精确到 0.1 毫米。量左上、右下两个即可，量四个更准。",
    "三、把量得的数填入程序；以后在这台打印机、这个纸盒套打时，程序会自动校正。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement(PaperData):
    """How values are moved before they are printed, about the top left corner of the sheet.

    First stretched, then turned clockwise (degrees), then shifted (millimetres, right and down).
    """

    shift_x: float = 0.0
    shift_y: float = 0.0
    scale_x: float = 1.0
    scale_y: float = 1.0
    rotation: float = 0.0

    def moved(self, point: Point) -> Point:
        """Return where a point of the layout is sent."""
        cosine, sine = math.cos(math.radians(self.rotation)), math.sin(math.radians(self.rotation))
        x, y = point[0] * self.scale_x, point[1] * self.scale_y
        return cosine * x - sine * y + self.shift_x, sine * x + cosine * y + self.shift_y

    def matrix(self, height: float) -> tuple[float, float, float, float, float, float]:
        """Return the PDF matrix for a page ``height`` points high, counted from its foot."""
        cosine, sine = math.cos(math.radians(self.rotation)), math.sin(math.radians(self.rotation))
        a, b = self.scale_x * cosine, -self.scale_x * sine
        c, d = self.scale_y * sine, self.scale_y * cosine
        return a, b, c, d, self.shift_x * MM - c * height, (1 - d) * height - self.shift_y * MM


def solve(measured: Sequence[tuple[Point, Point]]) -> Placement:
    """Return the placement that undoes what a printer does.

    Takes pairs of where a cross should be and where it was measured, in millimetres. Two give
    shift, one stretch and the turn; three or more give both stretches, evened out. Raises
    PaperError for too few, too close, or impossible measurements.
    """
    if len(measured) < 2:
        raise PaperError("请至少量两个十字。")
    found = _by_two(measured) if len(measured) == 2 else _by_many(measured)
    shifted = max(abs(found.shift_x), abs(found.shift_y)) > _MOST_SHIFT
    stretched = max(abs(found.scale_x - 1), abs(found.scale_y - 1)) > _MOST_STRETCH
    if shifted or stretched or abs(found.rotation) > _MOST_TURN:
        raise PaperError("量得的位置偏差过大，请核对是否用实际大小打印，再量一次。")
    return found


def _by_two(measured: Sequence[tuple[Point, Point]]) -> Placement:
    (target_1, real_1), (target_2, real_2) = measured
    real, target = complex(*real_2) - complex(*real_1), complex(*target_2) - complex(*target_1)
    if abs(real) < _LEAST_APART:
        raise PaperError("两个十字离得太近，请量对角的两个。")
    turn = target / real
    shift = complex(*target_1) - turn * complex(*real_1)
    return Placement(
        shift_x=shift.real,
        shift_y=shift.imag,
        scale_x=abs(turn),
        scale_y=abs(turn),
        rotation=math.degrees(math.atan2(turn.imag, turn.real)),
    )


def _by_many(measured: Sequence[tuple[Point, Point]]) -> Placement:
    """Return the least-squares fit of stretches, turn and shift.

    The matrix of the fit is R(turn)·diag(scale); its columns give turn and stretches.
    """
    count = len(measured)
    middle = [sum(real[i] for _, real in measured) / count for i in (0, 1)]
    aim = [sum(target[i] for target, _ in measured) / count for i in (0, 1)]
    moment = [[0.0, 0.0], [0.0, 0.0]]
    cross = [[0.0, 0.0], [0.0, 0.0]]
    for target, real in measured:
        for i in (0, 1):
            for j in (0, 1):
                moment[i][j] += (real[i] - middle[i]) * (real[j] - middle[j])
                cross[i][j] += (target[i] - aim[i]) * (real[j] - middle[j])
    determinant = moment[0][0] * moment[1][1] - moment[0][1] * moment[1][0]
    if determinant < _LEAST_APART**2:
        raise PaperError("量的十字都在一条线上，请再量一个对角的。")
    inverse = (
        (moment[1][1] / determinant, -moment[0][1] / determinant),
        (-moment[1][0] / determinant, moment[0][0] / determinant),
    )
    a, b, c, d = (sum(cross[i][k] * inverse[k][j] for k in (0, 1)) for i in (0, 1) for j in (0, 1))
    turn = math.atan2(c - b, a + d)
    scale_x = a * math.cos(turn) + c * math.sin(turn)
    scale_y = d * math.cos(turn) - b * math.sin(turn)
    fit = Placement(scale_x=scale_x, scale_y=scale_y, rotation=math.degrees(turn))
    x, y = fit.moved((middle[0], middle[1]))
    return Placement(
        shift_x=aim[0] - x,
        shift_y=aim[1] - y,
        scale_x=scale_x,
        scale_y=scale_y,
        rotation=fit.rotation,
    )


def calibration_layout() -> Layout:
    """Return the sheet with crosses at known places and rulers along two edges."""
    page = Page(A4)
    for name, (x, y) in zip(NAMES, TARGETS, strict=True):
        page.rules.append(Rule(((x - _ARM, y), (x + _ARM, y)), 0.3))
        page.rules.append(Rule(((x, y - _ARM), (x, y + _ARM)), 0.3))
        label = f"{name}（{x:g}，{y:g}）"
        page.runs.append(Run(x - 26 if x > A4[0] / 2 else x + 2, y + 6, label, 9.0))
    for start, across in ((40.0, True), (60.0, False)):
        _ruler(page, start, across=across)
    put_lines(page, Box(0, 90, A4[0], 10), Fitted(16.0, ("套打校准页",)), _TITLE, centred=True)
    for i, sentence in enumerate(_STEPS):
        page.runs.append(Run(38, 112 + 9 * i, sentence, 10.5 if i != 1 else 9.5))
    return Layout("套打校准页", "", "套打校准", (page,))


def _ruler(page: Page, start: float, *, across: bool) -> None:
    """Draw a ruler of 100 mm, numbered every 10 mm from the edge of the sheet."""
    at = 45.0 if across else 28.0
    for millimetre in range(101):
        length = 4.0 if millimetre % 10 == 0 else 3.0 if millimetre % 5 == 0 else 2.0
        place = start + millimetre
        points = (
            ((place, at), (place, at + length)) if across else ((at, place), (at + length, place))
        )
        page.rules.append(Rule(points, 0.2))
        if millimetre % 10 == 0:
            x, y = (place - 1.5, at - 1) if across else (at - 6, place + 1)
            page.runs.append(Run(x, y, f"{place:g}", 7.0))
