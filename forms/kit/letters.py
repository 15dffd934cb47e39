"""What letters share: tables without bands, places to sign."""

from dataclasses import replace

from forms.data import Office
from forms.fonts.chains import HEI
from forms.kit.layout.blocks import Points, Prose, SealPlace, Side, Signatures, Stack
from forms.kit.layout.contents import LABEL, Content, Label
from forms.kit.layout.grid import Cell, Row, Section, Table, row
from forms.kit.layout.sheet import Sheet
from forms.kit.layout.text import Style

PAIRS = (24.0, 34.0) * 3  # label and value, three times over the width between the margins
WIDE, FULL = 3, 5
_ROW = 8.0  # mm, roomier than on a form
HEAD = Style(face=HEI, size=11.0)
BODY = Style(size=11.0)
COLUMN = replace(LABEL, face=HEI)  # heads of columns


def plain(*rows: Row) -> Table:
    """Return rows on the columns of letters, without bands."""
    roomy = tuple(replace(line, least=max(line.least, _ROW)) for line in rows)
    return Table(PAIRS, (Section(roomy),))


def whole(content: Content, columns: int = len(PAIRS), *, stretch: float = 0.0) -> Row:
    """Return a row that one content fills."""
    return row(Cell(content, columns), least=0.0, most=0.0, stretch=stretch)


def points(*items: str, style: Style = BODY) -> Points:
    """Return numbered sentences."""
    return Points(items, style)


def prose(text: str, style: Style = BODY) -> Prose:
    """Return paragraphs that begin two characters in."""
    return Prose(text, style)


def column_heads(*titles: str) -> Row:
    """Return the head of a list, repeated on each of its pages."""
    return Row(tuple(Cell(Label(title, COLUMN, spread=False)) for title in titles), least=7.5)


def signing(sheet: Sheet, office: Office, *titles: str) -> None:
    """Put places to sign and, beside them, the place of the seal, all on one page."""
    signatures = Stack(tuple(Signatures((title,), room=15.0) for title in titles))
    sheet.block(Side((signatures, SealPlace(office.hall)), (0.68, 0.32)))
