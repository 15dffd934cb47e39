"""The body that all registration forms share; each form says in data how it differs."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from forms.data import Agent, Applicant, Office, Registration
from forms.kit.blocks import Listing, Prose, SealPlace, Signatures, Stack
from forms.kit.checks import Checks, Option
from forms.kit.contents import NUMBER, Value
from forms.kit.drawing import Layout
from forms.kit.errors import PaperError
from forms.kit.grid import Cell, Row, Section, Table, fill, filled, pair, row
from forms.kit.sheet import Heading, Sheet
from forms.kit.text import Style
from forms.kit.words import DOCUMENT_STATES, long_date, period_end, place_name

BAND, LABEL_WIDTH = 8.0, 22.0
VALUE_WIDTH = (174.0 - BAND - 3 * LABEL_WIDTH) / 3
COLUMNS = (LABEL_WIDTH, VALUE_WIDTH) * 3
WIDE, FULL = 3, 5  # spans of values
_SHORT = 2  # lines
_OPINION = Style(size=10.0)
_KINDS = {"new": "新增", "change": "变更", "cancel": "取消"}
_METHODS = {"documents": "提交材料", "commitment": "个人承诺"}
_SCOPES = {False: "跨省", True: "省内跨市"}
_OPINIONS = ("同意备案", "补正材料后再办（另附告知书）", "不予备案，理由：")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationForm:
    """How one registration form differs from the others.

    ``types``, ``insurances`` and ``outpatient`` map codes to this edition's words; an empty
    ``outpatient`` leaves that row out. ``advice_only`` are types that are listed, never filed.
    """

    title: str
    edition: str
    types: dict[str, str]
    insurances: dict[str, str]
    insured_no: str
    declaration: str
    consent: str
    outpatient: dict[str, str]
    employment: bool = False
    across_provinces_only: bool = False
    advice_only: tuple[str, ...] = ("emergency",)


def lay_out(form: RegistrationForm, data: Registration) -> Layout:
    """Return the form filled in with a case; raise PaperError for a type it is not made for."""
    _check_made_for(form, data)
    sheet = Sheet(
        Heading(
            form.title,
            form.edition,
            data.office.hall,
            data.number,
            data.check,
            left=f"受理编号：{data.number or '（受理后编号）'}",
            right=f"受理日期：{long_date(data.day)}" if data.number else "",
        )
    )
    sections = (
        _applicant(form, data),
        _filing(form, data),
        agent_section(data.agent),
        _documents(data),
        declaration_section(form.declaration, form.consent, agreed=data.consent),
        acceptance_section(data.office, _OPINIONS),
    )
    fill(sheet.ground, Table(COLUMNS, sections, BAND), sheet.room)
    return sheet.finish()


def _check_made_for(form: RegistrationForm, data: Registration) -> None:
    """Raise PaperError for a case this form is not made for."""
    if data.type in form.advice_only:
        raise PaperError("急诊抢救视同已备案，不用填写登记表。", field="type")
    if form.across_provinces_only and data.place and data.place.within_province:
        raise PaperError(f"《{form.title}》只用于跨省备案，请改用其他登记表。", field="place")
    if data.number and data.type not in form.types:
        raise PaperError(f"《{form.title}》不用于这种备案类型，请改用其他登记表。", field="type")


def options(words: Mapping[str, str], chosen: str | None) -> tuple[Option, ...]:
    """Return a check box for each code, the chosen one ticked."""
    return tuple(Option(text, code == chosen) for code, text in words.items())


def identity_rows(
    person: Applicant | Agent, who: str, field: str, last: Row | None = None
) -> tuple[Row, ...]:
    """Return the rows that say which document identifies a person."""
    kind = Value(f"{field}.id_kind", f"{who}证件类型", person.id_kind, most_lines=_SHORT)
    number = Value(f"{field}.id_number", f"{who}证件号码", person.id_number, NUMBER, _SHORT)
    rows = (row(pair("证件类型", kind), pair("证件号码", number, WIDE)),)
    return rows if last is None else (*rows, last)


def applicant_rows(person: Applicant) -> tuple[Row, ...]:
    """Return name, sex, identity and birth of the insured person."""
    value = partial(_applicant_value, person)
    return (
        row(pair("姓名", value("name", "姓名"), WIDE), pair("性别", value("sex", "性别"))),
        *identity_rows(person, "", "applicant"),
    )


def _applicant_value(
    person: Applicant, name: str, title: str, style: Style | None = None, most_lines: int = _SHORT
) -> Value:
    text = getattr(person, name) or ""
    return Value(f"applicant.{name}", title, text, style or Style(), most_lines)


def _applicant(form: RegistrationForm, data: Registration) -> Section:
    person = data.applicant
    value = partial(_applicant_value, person)
    birth = Value("applicant.birth", "出生日期", long_date(person.birth), most_lines=1)
    region = Value("office.insured_region", "参保地", data.office.insured_region, most_lines=_SHORT)
    replaced = Value("replaces", "原受理编号", data.replaces or "", most_lines=_SHORT)
    rows = [
        row(
            pair("登记类型", Checks("kind", options(_KINDS, data.kind)), WIDE),
            pair("原受理编号", replaced),
        ),
        *applicant_rows(person),
        row(
            pair("出生日期", birth),
            pair("民族", value("nation", "民族")),
            pair("社保卡号", value("social_card_no", "社会保障卡号", NUMBER)),
        ),
        row(
            pair("联系电话", value("phone", "联系电话", NUMBER)),
            pair("备用电话", value("phone2", "备用电话", NUMBER)),
            pair(form.insured_no, value("insured_no", form.insured_no, NUMBER)),
        ),
        row(
            pair(
                "参保险种",
                Checks("applicant.insurance", options(form.insurances, person.insurance)),
                FULL,
            )
        ),
        row(
            pair("参保地", region),
            pair("单位名称", value("employer", "单位名称", None, 3), WIDE),
        ),
        row(pair("户籍地址", value("household_address", "户籍地址", None, 3), FULL)),
    ]
    if form.employment:
        rows.append(
            row(
                pair("居住证号码", value("residence_permit_no", "居住证号码", NUMBER)),
                pair("就业或创业情况", value("employment", "就业或创业情况", None, 3), WIDE),
            )
        )
    return Section(tuple(rows), "申请人")


def _filing(form: RegistrationForm, data: Registration) -> Section:
    long = partial(filled, span=FULL, lines=3)
    place = data.place
    end = period_end(data.end, data.end_text)
    rows = [
        _scope_row(form, data),
        row(pair("备案类型", Checks("type", options(form.types, data.type), 3), FULL), most=18.5),
        row(
            filled("就医地", "place.city", place_name(place), WIDE, lines=3),
            filled("入院日期", "admission", long_date(data.admission)),
        ),
        row(long("异地详细地址", "place.address", place.address if place else None)),
        row(
            filled("开始日期", "begin", long_date(data.begin)),
            filled("结束日期", "end", end, WIDE, lines=3),
        ),
        row(long("转出医院", "referral_hospital", data.referral_hospital)),
        row(long("入院医院", "admission_hospital", data.admission_hospital)),
        row(long("备案原因", "reason", data.reason)),
    ]
    if form.outpatient:
        checks = Checks("outpatient", options(form.outpatient, data.outpatient), 2)
        rows.append(row(pair("普通门诊待遇", checks, FULL)))
    rows.append(row(long("备注", "remark", data.remark)))
    return Section(tuple(rows), "备案事项")


def _scope_row(form: RegistrationForm, data: Registration) -> Row:
    """Return the boxes for where, by what, and whether treatment has begun."""
    within = data.place.within_province if data.place else None
    scopes = {k: v for k, v in _SCOPES.items() if not (k and form.across_provinces_only)}
    scope = tuple(Option(words, inside == within) for inside, words in scopes.items())
    admitted = (Option("是", data.admission is not None), Option("否", data.admission is None))
    return row(
        pair("备案范围", Checks("place.within_province", scope, 1)),
        pair("备案方式", Checks("method", options(_METHODS, data.method), 1)),
        pair("是否已住院", Checks("admission", admitted, 1)),
        most=11.6,
    )


def agent_section(
    agent: Agent | None, title: str = "代办人", relation: str = "与申请人关系"
) -> Section:
    """Return the rows of the person who acts for the applicant; without one they say so."""

    def value(name: str, of: str, style: Style | None = None, most_lines: int = 2) -> Value:
        text = (getattr(agent, name) or "") if agent else ("无" if name == "name" else "")
        return Value(f"agent.{name}", f"{title}{of}", text, style or Style(), most_lines)

    return Section(
        (
            row(
                pair("姓名", value("name", "姓名"), WIDE),
                pair(relation, value("relation", relation)),
            ),
            row(
                pair("证件类型", value("id_kind", "证件类型")),
                pair("证件号码", value("id_number", "证件号码", NUMBER), WIDE),
            ),
            row(
                pair("联系电话", value("phone", "联系电话", NUMBER)),
                pair("联系地址", value("address", "联系地址", None, 3), WIDE),
            ),
        ),
        title,
    )


def _documents(data: Registration) -> Section:
    items = tuple(f"{line.name}（{DOCUMENT_STATES[line.state]}）" for line in data.documents)
    listing = Listing("documents", "申请材料", items)
    return Section((row(Cell(listing, len(COLUMNS)), least=10.0, most=16.0),), "材料")


def declaration_section(declaration: str, consent: str, *, agreed: bool) -> Section:
    """Return what the applicant declares and where it is signed."""
    body = Stack(
        (
            Prose(declaration, Style(size=9.5), leading=1.4),
            Checks("consent", (Option(consent, agreed),), 1, Style(size=9.5, smallest=8.5)),
            Signatures(("申请人（签名）", "代办人（签名）")),
        )
    )
    return Section((row(Cell(body, len(COLUMNS)), stretch=12.0, most=0.0),), "声明")


def acceptance_section(office: Office, opinions: tuple[str, ...]) -> Section:
    """Return what the office fills in: its opinion, who dealt with the case, its seal."""
    clerk = f"经办人：{office.clerk}（{office.counter}）"
    body = Stack(
        (
            Checks("opinion", tuple(Option(words) for words in opinions)),
            Value("office.clerk", "经办人", clerk, _OPINION, 2),
            Signatures(("经办人（签名）",)),
        )
    )
    cells = (Cell(body, 4), Cell(SealPlace(office.hall), 2))
    return Section((row(*cells, least=24.0, stretch=12.0, most=0.0),), "经办")
