"""Make the corpus of bureaus' forms: write each as .docx, turn it into PDF, measure its places.

Run by hand where LibreOffice is installed; what it makes is kept beside it. A place is measured by
making the form once more with every place shaded in a colour of its own: the shading moves nothing,
and its rectangle in that second PDF is exactly the place. The reader never sees the second PDF.

    python tests/forms/bureau_forms/make.py [NAME …]
"""

import io
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pikepdf

from tests.forms.bureau_forms import first_designs, second_designs, third_designs
from tests.forms.bureau_forms.elements import Cell, Design, Paragraph, Table

HERE = Path(__file__).parent
_MARK = re.compile(r"\{([^{}]+)\}")
_MM = 25.4 / 72
_PAGE = 9070  # twentieths of a point between the margins
_BOXES = {"□": "□", "☐": "☐", "○": "○", "wingdings": None}
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
)
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>'
    "</Relationships>"
)


@dataclass
class Writer:
    """Write one design as the XML of a Word document; ``shaded`` gives each place its colour."""

    design: Design
    shaded: bool
    places: list[str] = field(default_factory=list)

    def document(self) -> bytes:
        """Return the .docx."""
        body = "".join(self._block(block) for block in self.design.blocks)
        size = (
            '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1418" '
            'w:bottom="1134" w:left="1418" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
        )
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("[Content_Types].xml", _TYPES)
            file.writestr("_rels/.rels", _RELATIONS)
            file.writestr("word/document.xml", f"{_HEAD}{body}{size}</w:body></w:document>")
        return packed.getvalue()

    def _block(self, block: Paragraph | Table) -> str:
        return self._table(block) if isinstance(block, Table) else self._paragraph(block)

    def _paragraph(self, one: Paragraph) -> str:
        align = f'<w:jc w:val="{one.align}"/>' if one.align else ""
        broken = '<w:r><w:br w:type="page"/></w:r>' if one.new_page else ""
        spacing = '<w:spacing w:before="60" w:after="60"/>'
        return f"<w:p><w:pPr>{spacing}{align}</w:pPr>{broken}{self._runs(one.text, one.size)}</w:p>"

    def _runs(self, text: str, size: float) -> str:
        parts, at = [], 0
        for mark in _MARK.finditer(text):
            parts.append(self._run(text[at : mark.start()], size))
            parts.append(self._place(mark.group(1), size))
            at = mark.end()
        parts.append(self._run(text[at:], size))
        return "".join(parts)

    def _run(self, text: str, size: float, extra: str = "") -> str:
        if not text:
            return ""
        font = f'<w:rFonts w:ascii="{self.design.font}" w:eastAsia="{self.design.font}"'
        font += f' w:hAnsi="{self.design.font}"/>'
        style = f'<w:rPr>{font}<w:sz w:val="{int(size * 2)}"/>{extra}</w:rPr>'
        lines = [f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\n")]
        return f"<w:r>{style}{'<w:br/>'.join(lines)}</w:r>"

    def _place(self, mark: str, size: float) -> str:
        kind, _, rest = mark.partition(":")
        value, _, count = rest.partition(":")
        shade = self._shade(value)
        if kind == "tick":
            return self._tick(size, shade)
        filler = {"line": "_", "under": " ", "gap": " "}[kind] * int(count)
        line = '<w:u w:val="single"/>' if kind == "under" else ""
        return self._run(filler, size, line + shade)

    def _tick(self, size: float, shade: str) -> str:
        if self.design.box == "wingdings":
            style = f'<w:rPr><w:sz w:val="{int(size * 2)}"/>{shade}</w:rPr>'
            return f'<w:r>{style}<w:sym w:font="Wingdings" w:char="F0A8"/></w:r>'
        return self._run(self.design.box, size, shade)

    def _shade(self, value: str) -> str:
        if value in {"", "-"}:
            return ""
        self.places.append(value)
        colour = f"{len(self.places):02X}80F0"
        return f'<w:shd w:val="clear" w:color="auto" w:fill="{colour}"/>' if self.shaded else ""

    def _table(self, table: Table) -> str:
        unit = _PAGE / sum(table.widths)
        widths = [int(one * unit) for one in table.widths]
        edge = "".join(
            f'<w:{side} w:val="{table.border}" w:sz="6" w:space="0" w:color="000000"/>'
            for side in table.sides
        )
        grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
        rows = "".join(self._row(row, widths, table) for row in _spread(table))
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{edge}'
            f'</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
            f"{rows}</w:tbl>"
        )

    def _row(self, row: list[tuple[Cell, int, bool]], widths: list[int], table: Table) -> str:
        high = max([cell.height for cell, _, first in row if first] + [table.height])
        cells, at = [], 0
        for cell, across, first in row:
            cells.append(self._cell(cell, sum(widths[at : at + across]), across, first, table))
            at += across
        rule = f'<w:trHeight w:val="{int(high * 56.7)}" w:hRule="atLeast"/>'
        return f"<w:tr><w:trPr>{rule}</w:trPr>{''.join(cells)}</w:tr>"

    def _cell(self, cell: Cell, width: int, across: int, first: bool, table: Table) -> str:
        span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
        merged = ""
        if cell.down > 1:
            merged = '<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>"
        place, _, inside = cell.text[1:].partition("|") if cell.text[:1] == "=" else ("", "", "")
        shade = ""
        if place and first:
            shade = self._shade(place)
            cell.colour = shade
        elif place:
            shade = cell.colour
        direction = '<w:textDirection w:val="tbRlV"/>' if cell.vertical else ""
        style = f'<w:tcW w:w="{width}" w:type="dxa"/>{span}{merged}{shade}{direction}'
        style += '<w:vAlign w:val="center"/>'
        align = f'<w:jc w:val="{cell.align}"/>' if cell.align else ""
        text = (inside if place else cell.text) if first else ""
        paragraphs = "".join(
            f"<w:p><w:pPr>{align}</w:pPr>{self._runs(line, cell.size or table.size)}</w:p>"
            for line in (text.split("\n") if text else [""])
        )
        return f"<w:tc><w:tcPr>{style}</w:tcPr>{paragraphs}</w:tc>"


def _spread(table: Table) -> Iterator[list[tuple[Cell, int, bool]]]:
    """Yield each row with the cells that go on from above, as Word wants them."""
    open_cells: dict[int, tuple[Cell, int]] = {}  # column -> cell and rows left
    for row in table.rows:
        out: list[tuple[Cell, int, bool]] = []
        at, waiting = 0, list(row)
        while at < len(table.widths):
            if at in open_cells:
                cell, left = open_cells.pop(at)
                if left > 1:
                    open_cells[at] = (cell, left - 1)
                out.append((cell, cell.across, False))
            else:
                one = waiting.pop(0)
                cell = one if isinstance(one, Cell) else Cell(one)
                if cell.down > 1:
                    open_cells[at] = (cell, cell.down - 1)
                out.append((cell, cell.across, True))
            at += cell.across
        yield out


def to_pdf(document: bytes, name: str) -> bytes:
    """Return a Word document as LibreOffice prints it."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{name}.docx"
        source.write_bytes(document)
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return source.with_suffix(".pdf").read_bytes()


def measured(pdf: bytes, places: list[str]) -> list[dict[str, Any]]:
    """Return the rectangle of each shade: page, left, top, width, height in millimetres."""
    found: dict[int, tuple[int, list[float]]] = {}
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for number, page in enumerate(document.pages, 1):
            height = float(page.mediabox[3])
            for colour, edges in _fills(page):
                index = round(colour[0] * 255)
                is_ours = abs(colour[1] - 0x80 / 255) < 0.01 and abs(colour[2] - 0xF0 / 255) < 0.01
                if not is_ours or not 1 <= index <= len(places):
                    continue
                box = [edges[0], height - edges[3], edges[2], height - edges[1]]
                if index in found and found[index][0] == number:
                    old = found[index][1]
                    box = [*map(min, old[:2], box[:2]), *map(max, old[2:], box[2:])]
                if index not in found or found[index][0] == number:
                    found[index] = (number, box)
    missing = [places[i - 1] for i in range(1, len(places) + 1) if i not in found]
    assert not missing, missing
    return [
        {
            "value": places[index - 1],
            "page": number,
            "box": [
                round(one * _MM, 2) for one in (box[0], box[1], box[2] - box[0], box[3] - box[1])
            ],
        }
        for index, (number, box) in sorted(found.items())
    ]


def _fills(page: pikepdf.Page) -> Iterator[tuple[list[float], list[float]]]:
    """Yield colour and extent of every filled shape of a page."""
    state = _Painting()
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        numbers = [float(one) for one in operands if _number(one)]
        if name in {"f", "f*", "F"} and state.points:
            xs, ys = zip(*map(state.matrix.transform, state.points), strict=True)
            yield state.colour, [min(xs), min(ys), max(xs), max(ys)]
        state.take(name, numbers)


@dataclass
class _Painting:
    """What a content stream has said so far: matrix, colour, and the corners of its shape."""

    matrix: pikepdf.Matrix = field(default_factory=pikepdf.Matrix)
    colour: list[float] = field(default_factory=lambda: [0.0, 0.0, 0.0])
    points: list[tuple[float, float]] = field(default_factory=list)
    kept: list[tuple[pikepdf.Matrix, list[float]]] = field(default_factory=list)

    def take(self, name: str, numbers: list[float]) -> None:
        """Follow one operator."""
        if name == "q":
            self.kept.append((self.matrix, self.colour))
        elif name == "Q":
            self.matrix, self.colour = self.kept.pop()
        elif name == "cm":
            self.matrix = pikepdf.Matrix(*numbers) @ self.matrix
        elif name == "rg":
            self.colour = numbers
        elif name in {"m", "l"}:
            self.points.append((numbers[0], numbers[1]))
        elif name == "re":
            left, bottom, wide, high = numbers
            self.points += [(left, bottom), (left + wide, bottom + high)]
        elif name in {"n", "S", "s", "B", "b", "f", "f*", "F"}:
            self.points = []


def _number(value: object) -> bool:
    try:
        float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False
    return True


def main(names: list[str]) -> None:
    """Make the forms of the names given, or all."""
    every = first_designs.DESIGNS | second_designs.DESIGNS | third_designs.DESIGNS
    for name, design in every.items():
        if names and name not in names:
            continue
        plain, shaded = Writer(design, shaded=False), Writer(design, shaded=True)
        pdf = to_pdf(plain.document(), name)
        coloured = to_pdf(shaded.document(), name)
        places = measured(coloured, shaded.places)
        (HERE / f"{name}.pdf").write_bytes(pdf)
        content = {"paper": design.paper, "title": design.title, "places": places}
        text = json.dumps(content, ensure_ascii=False, indent=1)
        (HERE / f"{name}.json").write_text(text + "\n", encoding="utf-8")
        print(name, len(places), len(pdf))


if __name__ == "__main__":
    main(sys.argv[1:])
