"""The body that all registration forms share; each form says in data how it differs."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from forms.data import Agent, Applicant, Office, Registration
from forms.errors import PaperError
from forms.kit.layout.blocks import Listing, Prose, SealPlace, Signatures, Stack
from forms.kit.layout.checks import Checks, Option
from forms.kit.layout.contents import NUMBER, Value
from forms.kit.layout.drawing import Layout
from forms.kit.layout.grid import Cell, Row, Section, Table, fill, filled, pair, row
from forms.kit.layout.sheet import Heading, Sheet
from forms.kit.layout.text import Style
from forms.kit.layout.words import (
    DOCUMENT_STATES,
    KINDS,
    METHODS,
    long_date,
    period_end,
    place_name,
    signing_lines,
)

BAND, LABEL_WIDTH = 8.0, 22.0
VALUE_WIDTH = (174.0 - BAND - 3 * LABEL_WIDTH) / 3
COLUMNS = (LABEL_WIDTH, VALUE_WIDTH) * 3
WIDE, FULL = 3, 5  # spans of values
_OPINION = Style(size=10.0)
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
    outpatient: dict[str, str]
    employment: bool = False
    across_provinces_only: bool = False
    advice_only: tuple[str, ...] = ("emergency",)


def lay_out(form: RegistrationForm, data: Registration) -> Layout:
    """Return the form filled in with a case; raise PaperError for a type it is not made for."""
    _check_made_for(form, data)
    sheet = Sheet(
        Heading.of(
            form.title,
            form.edition,
            data,
            left=f"受理编号：{data.number or '（受理后编号）'}",
            right=f"受理日期：{long_date(data.day)}" if data.number else "",
        )
    )
    sections = (
        _applicant(form, data),
        _filing(form, data),
        agent_section(data.agent),
        _documents(data),
        declaration_section(
            data.declaration, data.agreed, agreed=data.consent, signers=data.signers
        ),
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


def applicant_rows(person: Applicant) -> tuple[Row, ...]:
    """Return name, sex and identity of the insured person."""
    return (
        row(
            filled("姓名", "applicant.name", person.name, WIDE),
            filled("性别", "applicant.sex", person.sex),
        ),
        row(
            filled("证件类型", "applicant.id_kind", person.id_kind),
            filled("证件号码", "applicant.id_number", person.id_number, WIDE, style=NUMBER),
        ),
    )


def _applicant(form: RegistrationForm, data: Registration) -> Section:
    person = data.applicant
    insurance = Checks("applicant.insurance", options(form.insurances, person.insurance))
    rows = [
        row(
            pair("登记类型", Checks("kind", options(KINDS, data.kind)), WIDE),
            filled("原受理编号", "replaces", data.replaces),
        ),
        *applicant_rows(person),
        row(
            filled("出生日期", "applicant.birth", long_date(person.birth)),
            filled("民族", "applicant.nation", person.nation),
            filled("社保卡号", "applicant.social_card_no", person.social_card_no, style=NUMBER),
        ),
        row(
            filled("联系电话", "applicant.phone", person.phone, style=NUMBER),
            filled("备用电话", "applicant.phone2", person.phone2, style=NUMBER),
            filled(form.insured_no, "applicant.insured_no", person.insured_no, style=NUMBER),
        ),
        row(pair("参保险种", insurance, FULL)),
        row(
            filled("参保地", "office.insured_region", data.office.insured_region),
            filled("单位名称", "applicant.employer", person.employer, WIDE, lines=3),
        ),
        row(
            filled(
                "户籍地址", "applicant.household_address", person.household_address, FULL, lines=3
            )
        ),
    ]
    return Section((*rows, *(_employment_rows(person) if form.employment else ())), "申请人")


def _employment_rows(person: Applicant) -> tuple[Row, ...]:
    permit = person.residence_permit_no
    return (
        row(
            filled("居住证号码", "applicant.residence_permit_no", permit, style=NUMBER),
            filled("就业创业情况", "applicant.employment", person.employment, WIDE, lines=3),
        ),
    )


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
        pair("备案方式", Checks("method", options(METHODS, data.method), 1)),
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


def declaration_section(
    declaration: str, consent: str, *, agreed: bool, signers: tuple[str, ...] = ()
) -> Section:
    """Return what the applicant declares, what there is to agree to, and where it is signed."""
    tick = Checks("consent", (Option(consent, agreed),), 1, Style(size=9.5, smallest=8.5))
    body = Stack(
        (
            Prose(declaration, Style(size=9.5), leading=1.4),
            *((tick,) if consent else ()),
            Signatures(signing_lines(signers, ("申请人（签名）", "代办人（签名）"))),
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
