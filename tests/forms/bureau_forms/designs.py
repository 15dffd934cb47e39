"""Forms in the styles bureaus use, each as data: what stands where, and which place wants what.

In a text ``{line:VALUE:N}`` is a blank of N underscores, ``{under:VALUE:N}`` one of N underlined
spaces, ``{gap:VALUE:N}`` one of N plain spaces and ``{tick:VALUE}`` a check box; VALUE is the name
of the value that belongs there, ``-`` for what the program does not know. A cell ``=VALUE`` is an
empty cell for a value, ``=VALUE|TEXT`` one with its label inside.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

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


def _title(text: str) -> Paragraph:
    return Paragraph(text, 18, "center")


def _wide(text: str, across: int, *, down: int = 1, align: str = "left", height: float = 0) -> Cell:
    return Cell(text, across, down, align=align, height=height)


_TYPES = (
    "{tick:type.retiree_resettled}异地安置退休人员  {tick:type.long_term_resident}异地长期居住人员\n"
    "{tick:type.posted_worker}常驻异地工作人员  {tick:type.referral}异地转诊人员\n"
    "{tick:type.emergency}异地急诊抢救人员  {tick:type.other_temporary}其他临时外出就医人员"
)

_PLAIN = Design(
    "异地就医登记备案表",
    [
        _title("异地就医登记备案表"),
        Table(
            [16, 34, 18, 32],
            [
                ["姓名", "=applicant.name", "性别", "=applicant.sex"],
                ["身份证号码", "=applicant.id_number", "联系电话", "=applicant.phone"],
                ["社会保障卡卡号", "=applicant.social_card_no", "险种", "=applicant.insurance"],
                ["工作单位", Cell("=applicant.employer", 3)],
                ["参保地", "=office.insured_region", "就医地", "=place.name"],
                ["异地居住地址", Cell("=place.address", 3)],
                ["备案类型", _wide(_TYPES, 3)],
                ["备案原因", Cell("=reason", 3, height=18)],
                ["代办人姓名", "=agent.name", "与申请人关系", "=agent.relation"],
                ["代办人证件号码", "=agent.id_number", "代办人联系电话", "=agent.phone"],
                ["备注", Cell("=remark", 3, height=14)],
            ],
        ),
        Paragraph(
            "申请人签名：                    日期：{gap:day.year:8}年{gap:day.month:6}月{gap:day.day:6}日"
        ),
    ],
)

_SPACED = Design(
    "基本医疗保险异地就医备案登记表",
    [
        _title("基本医疗保险异地就医备案登记表"),
        Paragraph("编号：{line:number:20}", align="right"),
        Table(
            [14, 26, 14, 16, 14, 16],
            [
                [
                    "姓    名",
                    "=applicant.name",
                    "性    别",
                    "=applicant.sex",
                    "民    族",
                    "=applicant.nation",
                ],
                ["证件类型", "=applicant.id_kind", "证件号码", Cell("=applicant.id_number", 3)],
                ["联系电话", "=applicant.phone", "医保编号", Cell("=applicant.insured_no", 3)],
                ["户籍地址", Cell("=applicant.household_address", 5)],
                ["单位名称", Cell("=applicant.employer", 5)],
                ["就 医 地", "=place.name", "详细地址", Cell("=place.address", 3)],
                ["开始日期", "=begin", "结束日期", Cell("=end", 3)],
                ["转出医院", "=referral_hospital", "转入医院", Cell("=admission_hospital", 3)],
                ["备    注", Cell("=remark", 5, height=16)],
            ],
        ),
        Paragraph("申请人（签名）：                年    月    日"),
    ],
    box="☐",
)

_GROUPS = Design(
    "广东省异地就医备案申请表",
    [
        _title("广东省异地就医备案申请表"),
        Table(
            [7, 15, 32, 16, 30],
            [
                [
                    Cell("申\n请\n人\n信\n息", down=4),
                    "姓名",
                    "=applicant.name",
                    "证件类型",
                    "=applicant.id_kind",
                ],
                ["证件号码", "=applicant.id_number", "出生日期", "=applicant.birth"],
                ["联系电话", "=applicant.phone", "参保险种", "=applicant.insurance"],
                ["户籍地址", Cell("=applicant.household_address", 3)],
                [
                    Cell("代\n办\n人\n信\n息", down=3),
                    "姓名",
                    "=agent.name",
                    "证件类型",
                    "=agent.id_kind",
                ],
                ["证件号码", "=agent.id_number", "联系电话", "=agent.phone"],
                ["与申请人关系", "=agent.relation", "联系地址", "=agent.address"],
                [
                    Cell("备\n案\n信\n息", down=4),
                    "参保地",
                    "=office.insured_region",
                    "备案就医地",
                    "=place.name",
                ],
                ["居住地址", Cell("=place.address", 3)],
                ["备案类型", _wide(_TYPES, 3)],
                ["备案期限", Cell("=period", 3)],
            ],
        ),
    ],
)

_VERTICAL = Design(
    "跨省异地就医直接结算备案表",
    [
        _title("跨省异地就医直接结算备案表"),
        Table(
            [8, 16, 30, 16, 30],
            [
                [
                    Cell("参保人", down=3, vertical=True),
                    "姓名",
                    "=applicant.name",
                    "性别",
                    "{tick:applicant.sex.男}男  {tick:applicant.sex.女}女",
                ],
                ["身份证号", "=applicant.id_number", "手机号码", "=applicant.phone"],
                ["单位名称", Cell("=applicant.employer", 3)],
                [
                    Cell("代理人", down=2, vertical=True),
                    "姓名",
                    "=agent.name",
                    "身份证号",
                    "=agent.id_number",
                ],
                ["关系", "=agent.relation", "手机号码", "=agent.phone"],
                [Cell("就医地", 2), Cell("=place.name", 3)],
                [
                    Cell("申请类别", 2),
                    _wide("{tick:kind.new}新增 {tick:kind.change}变更 {tick:kind.cancel}取消", 3),
                ],
                [
                    Cell("经办机构意见", 2),
                    _wide("\n\n经办人：            （盖章）      年   月   日", 3, height=26),
                ],
            ],
            height=12,
        ),
    ],
    box="wingdings",
)

_LINES = Design(
    "异地就医备案个人信息表",
    [
        _title("异地就医备案个人信息表"),
        Paragraph("姓名：{line:applicant.name:20}  性别：{line:applicant.sex:8}"),
        Paragraph("身份证号码：{line:applicant.id_number:40}"),
        Paragraph("联系电话：{line:applicant.phone:24}  参保地：{line:office.insured_region:24}"),
        Paragraph("工作单位：{line:applicant.employer:60}"),
        Paragraph("就医地：{line:place.name:30}"),
        Paragraph("异地居住地址：{line:place.address:60}"),
        Paragraph(
            "备案类型：{tick:type.retiree_resettled}异地安置退休 {tick:type.long_term_resident}异地长期居住"
        ),
        Paragraph(
            "          {tick:type.posted_worker}常驻异地工作 {tick:type.referral}异地转诊 {tick:type.other_temporary}临时外出就医"
        ),
        Paragraph("备案开始时间：{line:begin.year:10}年{line:begin.month:6}月{line:begin.day:6}日"),
        Paragraph("代办人：{line:agent.name:20}  与参保人关系：{line:agent.relation:16}"),
        Paragraph(
            "申请人签字：______________   {gap:day.year:8}年{gap:day.month:6}月{gap:day.day:6}日"
        ),
    ],
)

_UNDERLINED = Design(
    "异地就医备案承诺登记表",
    [
        _title("异地就医备案登记表（承诺制）"),
        Paragraph(
            "    本人{under:applicant.name:16}，身份证号码{under:applicant.id_number:36}，"
            "联系电话{under:applicant.phone:22}，"
        ),
        Paragraph(
            "现居住在{under:place.province_bare:14}省（区、市）{under:place.city_bare:14}市，"
            "详细地址{under:place.address:44}。"
        ),
        Paragraph(
            "参保险种：{tick:applicant.insurance.any_employee}职工基本医疗保险    {tick:applicant.insurance.resident}城乡居民基本医疗保险"
        ),
        Paragraph("办理方式：{tick:method.documents}提交材料    {tick:method.commitment}个人承诺"),
        Paragraph(
            "备案起止时间：自{under:begin.year:8}年{under:begin.month:6}月{under:begin.day:6}日起至{under:end.year:8}年{under:end.month:6}月{under:end.day:6}日止"
        ),
        Paragraph("转出医院：{under:referral_hospital:40}。"),
        Paragraph("                              承诺人：              "),
        Paragraph(
            "填表日期：{under:day.year:8}年{under:day.month:6}月{under:day.day:6}日", align="right"
        ),
    ],
    box="○",
)

_IN_CELL = Design(
    "异地就医人员登记表",
    [
        _title("异地就医人员登记表"),
        Table(
            [50, 50],
            [
                [
                    _wide("=applicant.name|姓名：", 1),
                    _wide("=applicant.sex|性别：", 1),
                ],
                [
                    _wide("=applicant.id_number|证件号码：", 1),
                    _wide("=applicant.phone|联系电话：", 1),
                ],
                [_wide("=applicant.employer|工作单位：", 2)],
                [_wide("=place.name|就医地：", 2)],
                [_wide("=place.address|异地详细地址：", 2)],
                [_wide("=reason|备案原因：", 2, height=14)],
            ],
        ),
    ],
)

_HEADER = Design(
    "异地就医备案人员名单",
    [
        _title("异地就医备案人员登记卡"),
        Table(
            [18, 12, 32, 20, 18],
            [
                ["姓名", "性别", "身份证号码", "联系电话", "民族"],
                [
                    "=applicant.name",
                    "=applicant.sex",
                    "=applicant.id_number",
                    "=applicant.phone",
                    "=applicant.nation",
                ],
            ],
            height=11,
        ),
        Paragraph(" "),
        Table(
            [34, 33, 33],
            [
                ["参保地", "就医地", "备案类型"],
                ["=office.insured_region", "=place.name", "=type"],
                ["入院医院", "入院日期", "备注"],
                ["=admission_hospital", "=admission", "=remark"],
            ],
            height=11,
        ),
    ],
)

_OPEN = Design(
    "异地安置退休人员备案表",
    [
        _title("异地安置退休人员备案表"),
        Table(
            [18, 32, 18, 32],
            [
                ["申请人姓名", "=applicant.name", "申请人身份证号码", "=applicant.id_number"],
                ["申请人联系电话", "=applicant.phone", "社保电脑号", "=applicant.insured_no"],
                ["安置地", "=place.name", "安置地详细地址", "=place.address"],
                ["代理人姓名", "=agent.name", "代理人联系电话", "=agent.phone"],
                ["申请日期", "=day", "受理机构", "=office.hall"],
            ],
            sides=OPEN_SIDES,
            height=11,
        ),
    ],
)

_DOUBLE = Design(
    "职工医保异地就医审批表",
    [
        _title("职工医保异地就医审批表"),
        Table(
            [16, 34, 16, 34],
            [
                ["姓 名", "=applicant.name", "公民身份号码", "=applicant.id_number"],
                ["单 位", "=applicant.employer", "电 话", "=applicant.phone"],
                ["现居住地址", Cell("=place.address", 3)],
                ["就医地区", Cell("=place.name", 3)],
                [
                    "单位意见",
                    _wide(
                        "\n                      （盖章）\n                   年   月   日",
                        3,
                        height=24,
                    ),
                ],
                [
                    "医保经办机构意见",
                    _wide(
                        "\n                      （盖章）\n                   年   月   日",
                        3,
                        height=24,
                    ),
                ],
            ],
            border="double",
            height=11,
        ),
    ],
    font="Form Hei",
)

_TWO_COLUMNS = Design(
    "异地就医备案（左右栏）",
    [
        _title("异地就医备案表"),
        Table(
            [12, 38, 12, 38],
            [
                [Cell("参保人信息", 2), Cell("代办人信息", 2)],
                ["姓名", "=applicant.name", "姓名", "=agent.name"],
                ["证件号码", "=applicant.id_number", "证件号码", "=agent.id_number"],
                ["联系电话", "=applicant.phone", "联系电话", "=agent.phone"],
                ["证件类型", "=applicant.id_kind", "证件类型", "=agent.id_kind"],
                ["就医地", Cell("=place.name", 3)],
            ],
            height=10,
        ),
    ],
)

_SECTIONS = Design(
    "异地就医备案分段表",
    [
        _title("异地就医备案申请书"),
        Table(
            [18, 32, 18, 32],
            [
                [_wide("一、参保人员基本信息", 4)],
                ["姓名", "=applicant.name", "身份证件号码", "=applicant.id_number"],
                ["联系电话", "=applicant.phone", "工作单位", "=applicant.employer"],
                [_wide("二、代办人员信息（委托他人办理时填写）", 4)],
                ["姓名", "=agent.name", "身份证件号码", "=agent.id_number"],
                ["联系电话", "=agent.phone", "与参保人关系", "=agent.relation"],
                [_wide("三、备案信息", 4)],
                ["就医地", "=place.name", "备案开始日期", "=begin"],
                ["居住地址", Cell("=place.address", 3)],
                ["备案类型", _wide(_TYPES, 3)],
                [_wide("四、经办机构填写", 4)],
                ["受理人", "", "受理日期", ""],
                ["审核意见", _wide("", 3, height=20)],
            ],
        ),
    ],
    box="☐",
)

_PAGES = Design(
    "异地就医备案三页表",
    [
        _title("异地就医登记备案申请材料"),
        Paragraph("（第一页 基本信息）", align="center"),
        Table(
            [20, 30, 20, 30],
            [
                ["姓名", "=applicant.name", "证件号码", "=applicant.id_number"],
                ["联系电话", "=applicant.phone", "联系电话2", "=applicant.phone2"],
                ["户籍地址", Cell("=applicant.household_address", 3)],
                ["居住证号码", "=applicant.residence_permit_no", "参保单位", "=applicant.employer"],
            ],
            height=14,
        ),
        Paragraph("（第二页 备案信息）", align="center", new_page=True),
        Table(
            [20, 30, 20, 30],
            [
                ["备案地", "=place.name", "备案类型", "=type"],
                ["备案地址", Cell("=place.address", 3)],
                ["转诊医院", "=referral_hospital", "就诊医院", "=admission_hospital"],
                ["生效日期", "=begin", "截止日期", "=end"],
            ],
            height=14,
        ),
        Paragraph("（第三页 委托信息）", align="center", new_page=True),
        Table(
            [20, 30, 20, 30],
            [
                ["受托人姓名", "=agent.name", "受托人证件号码", "=agent.id_number"],
                ["受托人联系电话", "=agent.phone", "与委托人关系", "=agent.relation"],
                ["受托人地址", Cell("=agent.address", 3)],
            ],
            height=14,
        ),
        Paragraph("委托人签名：              受托人签名：              ", 10.5),
    ],
)

_COMB = Design(
    "异地就医备案（号码分格）",
    [
        _title("异地就医备案登记卡"),
        Table(
            [28, *([4] * 18)],
            [
                [
                    "公民身份号码",
                    Cell("=applicant.id_number/1"),
                    *([""] * 16),
                    Cell("=applicant.id_number/2"),
                ],
            ],
            height=9,
        ),
        Paragraph(" "),
        Table(
            [20, 30, 20, 30],
            [
                ["姓名", "=applicant.name", "联系电话", "=applicant.phone"],
                ["就医地", Cell("=place.name", 3)],
            ],
            height=12,
        ),
    ],
)

_HINTS = Design(
    "异地就医备案（带提示）",
    [
        _title("省内异地就医备案登记表"),
        Table(
            [22, 28, 22, 28],
            [
                [
                    "*姓名",
                    "=applicant.name",
                    "*有效身份证件号码\n（与社保卡一致）",
                    "=applicant.id_number",
                ],
                [
                    "*手机号码\n（接收短信用）",
                    "=applicant.phone",
                    "参保类型",
                    "=applicant.insurance",
                ],
                ["*拟就医地\n（填写到市）", "=place.name", "*现居住详细地址", "=place.address"],
                [
                    "转诊医院名称\n（转诊人员填写）",
                    "=referral_hospital",
                    "入院时间\n（已住院的填写）",
                    "=admission",
                ],
                [
                    "普通门诊待遇",
                    _wide(
                        "{tick:outpatient.networked}联网结算\n{tick:outpatient.allowance}按月领取包干金",
                        3,
                    ),
                ],
                ["材料清单", Cell("=documents", 3, height=20)],
            ],
            height=13,
        ),
    ],
    box="wingdings",
)

_MERGED = Design(
    "异地就医备案（合并格）",
    [
        _title("异地就医备案审核登记表"),
        Table(
            [14, 20, 14, 20, 14, 18],
            [
                [
                    "姓名",
                    "=applicant.name",
                    "性别",
                    "=applicant.sex",
                    Cell("（照片）", 2, 3),
                ],
                ["出生年月", "=applicant.birth", "民族", "=applicant.nation"],
                ["联系方式", Cell("=applicant.phone", 3)],
                [
                    "社会保障号码",
                    Cell("=applicant.id_number", 2),
                    "参保地",
                    Cell("=office.insured_region", 2),
                ],
                ["就医地", Cell("=place.name", 2), "居住地址", Cell("=place.address", 2)],
                ["备案类别", _wide(_TYPES, 5)],
                [
                    Cell(
                        "提示：备案后在备案地联网定点医疗机构就医，凭医保电子凭证或社会保障卡直接结算。",
                        6,
                    )
                ],
            ],
            height=11,
        ),
    ],
)

_CANCELLING = Design(
    "异地就医备案取消申请表",
    [
        _title("异地就医备案取消申请表"),
        Table(
            [20, 30, 20, 30],
            [
                ["姓名", "=applicant.name", "身份证号码", "=applicant.id_number"],
                ["联系电话", "=applicant.phone", "原备案编号", "=number"],
                ["原备案就医地", "=place.name", "取消日期", "=effective"],
                [
                    "取消原因",
                    _wide(
                        "{tick:reason.returned}返回参保地居住或工作\n{tick:reason.insurance_ended}终止参保\n"
                        "{tick:reason.new_employer}在新的用人单位参保\n{tick:reason.other}其他原因",
                        3,
                    ),
                ],
                ["代办人姓名", "=agent.name", "代办人身份证号码", "=agent.id_number"],
            ],
            height=11,
        ),
        Paragraph(
            "申请人签名：                  申请日期：{gap:day.year:8}年{gap:day.month:6}月{gap:day.day:6}日"
        ),
    ],
    paper="cancellation",
)

_PROMISE = Design(
    "异地就医备案个人承诺书",
    [
        _title("异地就医备案个人承诺书"),
        Paragraph(
            "    本人{line:applicant.name:14}（身份证号码：{line:applicant.id_number:26}，"
            "联系电话：{line:applicant.phone:18}），参保地为{line:office.insured_region:16}，"
            "拟到{line:place.name:20}就医，自愿以承诺方式办理异地就医备案。"
        ),
        Paragraph("    居住地址：{line:place.address:50}"),
        Paragraph(
            "    备案类型：{tick:type.retiree_resettled}异地安置退休人员 {tick:type.long_term_resident}异地长期居住人员 {tick:type.posted_worker}常驻异地工作人员"
        ),
        Paragraph("承诺人（签名）：", align="right"),
        Paragraph("{line:day.year:8}年{line:day.month:6}月{line:day.day:6}日", align="right"),
    ],
    paper="commitment",
)

_MANDATE = Design(
    "授权委托书",
    [
        _title("授权委托书"),
        Table(
            [12, 16, 26, 16, 30],
            [
                [
                    Cell("委托人", down=2),
                    "姓名",
                    "=applicant.name",
                    "身份证号码",
                    "=applicant.id_number",
                ],
                ["联系电话", "=applicant.phone", "户籍地址", "=applicant.household_address"],
                [Cell("受托人", down=2), "姓名", "=agent.name", "身份证号码", "=agent.id_number"],
                ["联系电话", "=agent.phone", "与委托人关系", "=agent.relation"],
            ],
            height=12,
        ),
        Paragraph(
            "    委托期限：自{under:begin.year:8}年{under:begin.month:6}月{under:begin.day:6}日至{under:end.year:8}年{under:end.month:6}月{under:end.day:6}日。"
        ),
        Paragraph("委托人签名：                受托人签名：                "),
    ],
    paper="power_of_attorney",
)

_DENSE = Design(
    "异地就医备案（密排）",
    [
        _title("基本医疗保险参保人员异地就医备案表"),
        Table(
            [11, 17, 9, 9, 11, 14, 11, 18],
            [
                [
                    "姓名",
                    "=applicant.name",
                    "性别",
                    "=applicant.sex",
                    "民族",
                    "=applicant.nation",
                    "电话",
                    "=applicant.phone",
                ],
                [
                    Cell("身份\n证号"),
                    Cell("=applicant.id_number", 3),
                    Cell("社保\n卡号"),
                    Cell("=applicant.social_card_no", 3),
                ],
                [
                    Cell("参保\n单位"),
                    Cell("=applicant.employer", 3),
                    Cell("参保\n险种"),
                    Cell("=applicant.insurance", 3),
                ],
                [
                    Cell("就医\n地区"),
                    Cell("=place.name", 3),
                    Cell("居住\n地址"),
                    Cell("=place.address", 3),
                ],
                [Cell("起始\n时间"), Cell("=begin", 3), Cell("终止\n时间"), Cell("=end", 3)],
                [Cell("备案\n类型"), _wide(_TYPES, 7)],
            ],
            size=9,
            height=9,
        ),
    ],
    box="wingdings",
)

_PREFIXED = Design(
    "异地就医备案（全称标签）",
    [
        _title("医疗保险异地就医备案登记表"),
        Table(
            [24, 26, 24, 26],
            [
                ["参保人姓名", "=applicant.name", "参保人证件号码", "=applicant.id_number"],
                [
                    "参保人联系电话",
                    "=applicant.phone",
                    "参保人户籍地址",
                    "=applicant.household_address",
                ],
                [
                    "参保人工作单位",
                    "=applicant.employer",
                    "就业或创业情况",
                    "=applicant.employment",
                ],
                ["经办人（代办人）姓名", "=agent.name", "代办人身份证号码", "=agent.id_number"],
                ["代办人与参保人关系", "=agent.relation", "代办人手机号码", "=agent.phone"],
                ["变更前备案编号", "=replaces", "就医地", "=place.name"],
                ["配偶姓名", "", "配偶身份证号码", ""],
                ["单位联系人", "", "单位联系电话", ""],
            ],
            height=12,
        ),
    ],
)

DESIGNS: Mapping[str, Design] = MappingProxyType(
    {
        "01-plain": _PLAIN,
        "02-spaced-labels": _SPACED,
        "03-group-labels": _GROUPS,
        "04-vertical-groups": _VERTICAL,
        "05-underscores": _LINES,
        "06-underlined-blanks": _UNDERLINED,
        "07-label-in-cell": _IN_CELL,
        "08-headings-above": _HEADER,
        "09-open-sides": _OPEN,
        "10-double-rules": _DOUBLE,
        "11-two-columns": _TWO_COLUMNS,
        "12-sections": _SECTIONS,
        "13-three-pages": _PAGES,
        "14-comb": _COMB,
        "15-hints": _HINTS,
        "16-merged-cells": _MERGED,
        "17-cancelling": _CANCELLING,
        "18-promise": _PROMISE,
        "19-mandate": _MANDATE,
        "20-dense": _DENSE,
        "21-prefixed": _PREFIXED,
    }
)
