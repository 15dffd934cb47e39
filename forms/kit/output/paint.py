"""Turn a layout into PDF bytes with ReportLab's canvas."""

import io
from collections.abc import Callable
from itertools import groupby
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from forms.fonts.chains import SONG
from forms.fonts.embed import embedded
from forms.kit.layout.drawing import MM, Fill, Layout, Page, Rule, Run

Transform = Callable[[float], tuple[float, float, float, float, float, float]]

CREATOR = "异地就医备案窗口"
_DIGITS = 3  # 0.001 pt, far below what a printer resolves
_INVISIBLE = 3  # text render mode
_DASH = (2, 1.5)


def paint(
    layout: Layout, *, values_only: bool = False, transform: Transform | None = None
) -> bytes:
    """Return the layout as a PDF; ``values_only`` leaves out what a pre-printed form carries.

    ``transform`` gives the PDF matrix to move values by, from the height of a page in points.
    Equal layouts give equal bytes. Raises UnprintableError for a character without a glyph.
    """
    buffer = io.BytesIO()
    canvas = Canvas(
        buffer,
        invariant=1,
        pageCompression=0,  # the finish step compresses
        pdfVersion=(1, 7),
        initialFontName=embedded(SONG),  # type: ignore[arg-type]  # the stub asks for a number
        lang="zh-CN",
    )
    canvas.setTitle(layout.title)
    canvas.setAuthor(layout.author)
    canvas.setSubject(layout.subject)
    canvas.setCreator(CREATOR)
    canvas.setProducer("ReportLab")
    for page in layout.pages:
        width, height = page.size
        canvas.setPageSize((width * MM, height * MM))
        if transform is not None:
            canvas.transform(*transform(height * MM))
        _draw(canvas, page, values_only=values_only)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _draw(canvas: Canvas, page: Page, *, values_only: bool) -> None:
    """Draw fills, then rules, then text, so that text is never covered."""
    height = page.size[1]
    for fill in page.fills:
        if fill.value or not values_only:
            _draw_fill(canvas, fill, height)
    rules = [rule for rule in page.rules if rule.value or not values_only]
    for key, group in groupby(sorted(rules, key=_pen), key=_pen):
        _draw_rules(canvas, key, list(group), height)
    runs = [run for run in page.runs if run.value or not values_only]
    if runs:
        _draw_runs(canvas, runs, height)


def _draw_fill(canvas: Canvas, fill: Fill, height: float) -> None:
    path = canvas.beginPath()
    for box in fill.boxes:
        path.rect(
            round(box.left * MM, _DIGITS),
            round((height - box.bottom) * MM, _DIGITS),
            round(box.width * MM, _DIGITS),
            round(box.height * MM, _DIGITS),
        )
    canvas.setFillGray(fill.gray)
    canvas.drawPath(path, stroke=0, fill=1)


def _pen(rule: Rule) -> tuple[float, float, bool]:
    return rule.weight, rule.gray, rule.dashed


def _draw_rules(
    canvas: Canvas, pen: tuple[float, float, bool], rules: list[Rule], height: float
) -> None:
    weight, gray, dashed = pen
    canvas.setLineWidth(weight)
    canvas.setStrokeGray(gray)
    canvas.setDash(*(_DASH if dashed else ()))
    path = canvas.beginPath()
    for rule in rules:
        points = [
            (round(x * MM, _DIGITS), round((height - y) * MM, _DIGITS)) for x, y in rule.points
        ]
        path.moveTo(*points[0])
        for point in points[1:]:
            path.lineTo(*point)
        if points[0] == points[-1]:
            path.close()
    canvas.drawPath(path, stroke=1, fill=0)


def _draw_runs(canvas: Canvas, runs: list[Run], height: float) -> None:
    """Draw lines of text, setting again only what differs from the line before."""
    text: Any = canvas.beginText()
    fonts = {face: embedded(face) for face in {run.face for run in runs}}
    before: dict[str, Any] = {"spacing": 0.0, "hidden": False}
    for run in runs:
        if before.get("font") != (run.face, run.size):
            text.setFont(fonts[run.face], run.size)
            before["font"] = (run.face, run.size)
        if before.get("gray") != run.gray:
            text.setFillGray(run.gray)
            before["gray"] = run.gray
        if before["spacing"] != run.spacing:
            text.setCharSpace(round(run.spacing, _DIGITS))
            before["spacing"] = run.spacing
        if before["hidden"] != run.hidden:
            text.setTextRenderMode(_INVISIBLE if run.hidden else 0)
            before["hidden"] = run.hidden
        text.setTextOrigin(round(run.left * MM, _DIGITS), round((height - run.base) * MM, _DIGITS))
        text.textOut(run.text)
    if before["spacing"]:
        text.setCharSpace(0)
    if before["hidden"]:
        text.setTextRenderMode(0)
    canvas.drawText(text)
