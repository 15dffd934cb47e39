"""What a form is made of when it is written down as data: paragraphs, tables and their cells.

In a text ``{line:VALUE:N}`` is a blank of N underscores, ``{under:VALUE:N}`` one of N underlined
spaces, ``{gap:VALUE:N}`` one of N plain spaces and ``{tick:VALUE}`` a check box; VALUE is the name
of the value that belongs there, ``-`` for what the program does not know. A cell ``=VALUE`` is an
empty cell for a value, ``=VALUE|TEXT`` one with its label inside.
"""

from dataclasses import dataclass, field

ALL = ("top", "left", "bottom", "right", "insideH", "insideV")
OPEN_SIDES = ("top", "bottom", "insideH", "insideV")


@dataclass
class Cell:
    """One cell of a table; ``across`` and ``down`` are how many columns and rows it takes."""

    text: str
    across: int = 1
    down: int = 1
    vertical: bool = False
    align: str = "center"
    height: float = 0
    size: float = 0
    colour: str = ""


@dataclass
class Table:
    """A table: relative widths of its columns, and its rows."""

    widths: list[float]
    rows: list[list[Cell | str]]
    height: float = 9.0
    size: float = 10.5
    border: str = "single"
    sides: tuple[str, ...] = ALL


@dataclass
class Paragraph:
    """A line of text outside tables."""

    text: str
    size: float = 10.5
    align: str = ""
    new_page: bool = False


@dataclass
class Design:
    """One form: its title, the paper whose data it takes, its check boxes and its blocks."""

    title: str
    blocks: list[Paragraph | Table]
    paper: str = "guangdong_registration"
    box: str = "□"
    font: str = "Form Song"
    notes: list[str] = field(default_factory=list)


def heading(text: str) -> Paragraph:
    return Paragraph(text, 18, "center")


def wide(text: str, across: int, *, down: int = 1, align: str = "left", height: float = 0) -> Cell:
    return Cell(text, across, down, align=align, height=height)


TYPES = (
    "{tick:type.retiree_resettled}异地安置退休人员  {tick:type.long_term_resident}异地长期居住人员\n"
    "{tick:type.posted_worker}常驻异地工作人员  {tick:type.referral}异地转诊人员\n"
    "{tick:type.emergency}异地急诊抢救人员  {tick:type.other_temporary}其他临时外出就医人员"
)
