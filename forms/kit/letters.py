"""What letters share: the tables of who is concerned, and the line under the title."""

from dataclasses import replace

from forms.data import Agent, Applicant, Office, Person
from forms.kit.blocks import Points, Prose
from forms.kit.contents import LABEL, NUMBER, Content, Label, Value
from forms.kit.fonts import HEI
from forms.kit.grid import Cell, Row, Section, Table, pair, row
from forms.kit.text import Style
from forms.kit.words import long_date

PAIRS = (24.0, 34.0) * 3  # label and value, three times over the width between the margins
WIDE, FULL = 3, 5
HEAD = Style(face=HEI, size=11.0)
BODY = Style(size=11.0)
COLUMN = replace(LABEL, face=HEI)  # heads of columns


def plain(*rows: Row) -> Table:
    """Return rows on the columns of letters, without bands."""
    return Table(PAIRS, (Section(rows),))


def person_rows(person: Person, prefix: str, who: str) -> tuple[Row, ...]:
    """Return name, sex, birth, identity and phone of a person."""

    def value(name: str, title: str, text: str, style: Style | None = None) -> Value:
        return Value(f"{prefix}.{name}", f"{who}{title}", text, style or Style(), 2)

    return (
        row(
            pair("姓名", value("name", "姓名", person.name), WIDE),
            pair("性别", value("sex", "性别", person.sex or "")),
        ),
        row(
            pair("证件类型", value("id_kind", "证件类型", person.id_kind)),
            pair("证件号码", value("id_number", "证件号码", person.id_number, NUMBER), WIDE),
        ),
        row(
            pair("出生日期", value("birth", "出生日期", long_date(person.birth))),
            pair("联系电话", value("phone", "联系电话", person.phone, NUMBER)),
            pair("备用电话", value("phone2", "备用电话", second_phone(person), NUMBER)),
        ),
    )


def second_phone(person: Person) -> str:
    """Return a further phone where the person has one."""
    return (person.phone2 or "") if isinstance(person, Applicant) else ""


def agent_rows(agent: Agent) -> tuple[Row, ...]:
    """Return identity, relation and address of the person who acts."""
    address = Value("agent.address", "受托人联系地址", agent.address or "", most_lines=3)
    relation = Value("agent.relation", "与委托人关系", agent.relation, most_lines=2)
    number = Value("agent.id_number", "受托人证件号码", agent.id_number, NUMBER, 2)
    return (
        row(
            pair("姓名", Value("agent.name", "受托人姓名", agent.name, most_lines=2), WIDE),
            pair("与委托人关系", relation),
        ),
        row(
            pair("证件类型", Value("agent.id_kind", "受托人证件类型", agent.id_kind, most_lines=2)),
            pair("证件号码", number, WIDE),
        ),
        row(
            pair("联系电话", Value("agent.phone", "受托人联系电话", agent.phone, NUMBER, 2)),
            pair("联系地址", address, WIDE),
        ),
    )


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
    return Row(tuple(Cell(Label(title, COLUMN)) for title in titles), least=7.5)


def contact(office: Office) -> str:
    """Return hall, address and phone as one sentence, as far as they are known."""
    parts = [office.hall]
    if office.address:
        parts.append(f"地址：{office.address}")
    if office.phone:
        parts.append(f"咨询电话：{office.phone}")
    return "；".join(parts)
