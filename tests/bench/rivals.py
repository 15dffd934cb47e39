"""The same page drawn by other engines: every line of text and every rule at its place.

Needs ``pip install fpdf2 weasyprint typst`` (development only; WeasyPrint needs Pango).
"""

import html
from collections.abc import Callable

import resources
from forms.kit.layout.drawing import MM, Layout, Page

SONG = resources.path("fonts", "FormSong.ttf")
HEI = resources.path("fonts", "FormHei.ttf")
SYMBOLS = resources.path("fonts", "FormSym.ttf")


def fpdf2(layout: Layout) -> Callable[[], bytes]:
    """Return how fpdf2 draws the layout."""
    from fpdf import FPDF

    def draw() -> bytes:
        pdf = FPDF(format="A4")
        pdf.set_auto_page_break(False)
        for name, file in (("song", SONG), ("hei", HEI), ("sym", SYMBOLS)):
            pdf.add_font(name, fname=str(file))
        pdf.set_fallback_fonts(["sym"])
        for page in layout.pages:
            pdf.add_page()
            for rule in page.rules:
                pdf.set_line_width(rule.weight / MM)
                pdf.polyline(list(rule.points))
            for box in (box for fill in page.fills for box in fill.boxes):
                pdf.rect(box.left, box.top, box.width, box.height, style="F")
            for run in page.runs:
                pdf.set_font(run.face, size=run.size)
                pdf.text(run.left, run.base, run.text)
        return bytes(pdf.output())

    return draw


def weasyprint(layout: Layout) -> Callable[[], bytes]:
    """Return how WeasyPrint draws the layout, from HTML that is made beforehand."""
    import weasyprint as engine

    faces = "".join(
        f'@font-face {{font-family: {name}; src: url("{file.as_uri()}")}}'
        for name, file in (("song", SONG), ("hei", HEI), ("sym", SYMBOLS))
    )
    style = f"{faces} @page {{size: A4; margin: 0}} span {{position: absolute; white-space: pre}}"
    body = "".join(_html_page(page) for page in layout.pages)
    text = f"<html><style>{style}</style><body style='margin:0'>{body}</body></html>"

    def draw() -> bytes:
        return bytes(engine.HTML(string=text).write_pdf())

    return draw


def _html_page(page: Page) -> str:
    lines = "".join(
        f'<polyline fill="none" stroke="black" stroke-width="{rule.weight / MM:.3f}" points="'
        + " ".join(f"{x:.3f},{y:.3f}" for x, y in rule.points)
        + '"/>'
        for rule in page.rules
    )
    boxes = "".join(
        f'<rect x="{b.left:.3f}" y="{b.top:.3f}" width="{b.width:.3f}" height="{b.height:.3f}"/>'
        for fill in page.fills
        for b in fill.boxes
    )
    texts = "".join(
        f'<span style="left:{r.left:.2f}mm;top:{r.base - r.size * 1.1 / MM:.2f}mm;'
        f'font:{r.size}pt {r.face},sym">{html.escape(r.text)}</span>'
        for r in page.runs
    )
    svg = f'<svg viewBox="0 0 210 297" width="210mm" height="297mm">{lines}{boxes}</svg>'
    return f'<div style="position:relative;height:297mm">{svg}{texts}</div>'


def typst(layout: Layout) -> Callable[[], bytes]:
    """Return how typst draws the layout, from source that is made beforehand."""
    import typst as engine

    parts = ["#set page(width: 210mm, height: 297mm, margin: 0mm)"]
    for page in layout.pages:
        for rule in page.rules:
            points = ",".join(f"({x:.3f}mm,{y:.3f}mm)" for x, y in rule.points)
            parts.append(f"#place(polygon(stroke: {rule.weight}pt, fill: none, {points}))")
        parts.extend(
            f"#place(dx: {box.left:.3f}mm, dy: {box.top:.3f}mm, "
            f"rect(width: {box.width:.3f}mm, height: {box.height:.3f}mm, fill: black))"
            for fill in page.fills
            for box in fill.boxes
        )
        for run in page.runs:
            words = run.text.replace("\\", "\\\\").replace('"', '\\"')
            face = "Form Song" if run.face == "song" else "Form Hei"
            parts.append(
                f"#place(dx: {run.left:.3f}mm, dy: {run.base - run.size * 0.9 / MM:.3f}mm, "
                f'text(font: ("{face}", "Form Sym"), size: {run.size}pt, "{words}"))'
            )
    source = "\n".join(parts).encode()
    fonts = [str(SONG.parent)]

    def draw() -> bytes:
        return bytes(engine.compile(source, font_paths=fonts, ignore_system_fonts=True))

    return draw


ENGINES = {"fpdf2": fpdf2, "weasyprint": weasyprint, "typst": typst}
