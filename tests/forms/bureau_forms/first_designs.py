"""Forms in the styles bureaus use: groups, spaced labels, blanks in lines, headings, open sides."""

from collections.abc import Mapping
from types import MappingProxyType

from tests.forms.bureau_forms.elements import (
    OPEN_SIDES,
    TYPES,
    Cell,
    Design,
    Paragraph,
    Table,
    heading,
    wide,
)

PLAIN = Design(
    "异地就医登记备案表",
    [
        heading("异地就医登记备案表"),
        Table(
            [16, 34, 18, 32],
            [
                ["姓名", "=applicant.name", "性别", "=applicant.sex"],
                ["身份证号码", "=applicant.id_number", "联系电话", "=applicant.phone"],
                ["社会保障卡卡号", "=applicant.social_card_no", "险种", "=applicant.insurance"],
                ["工作单位", Cell("=applicant.employer", 3)],
                ["参保地", "=office.insured_region", "就医地", "=place.name"],
                ["异地居住地址", Cell("=place.address", 3)],
                ["备案类型", wide(TYPES, 3)],
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

SPACED = Design(
    "基本医疗保险异地就医备案登记表",
    [
        heading("基本医疗保险异地就医备案登记表"),
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

GROUPS = Design(
    "广东省异地就医备案申请表",
    [
        heading("广东省异地就医备案申请表"),
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
                ["备案类型", wide(TYPES, 3)],
                ["备案期限", Cell("=period", 3)],
            ],
        ),
    ],
)

VERTICAL = Design(
    "跨省异地就医直接结算备案表",
    [
        heading("跨省异地就医直接结算备案表"),
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
                    wide("{tick:kind.new}新增 {tick:kind.change}变更 {tick:kind.cancel}取消", 3),
                ],
                [
                    Cell("经办机构意见", 2),
                    wide("\n\n经办人：            （盖章）      年   月   日", 3, height=26),
                ],
            ],
            height=12,
        ),
    ],
    box="wingdings",
)

LINES = Design(
    "异地就医备案个人信息表",
    [
        heading("异地就医备案个人信息表"),
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

UNDERLINED = Design(
    "异地就医备案承诺登记表",
    [
        heading("异地就医备案登记表（承诺制）"),
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

IN_CELL = Design(
    "异地就医人员登记表",
    [
        heading("异地就医人员登记表"),
        Table(
            [50, 50],
            [
                [
                    wide("=applicant.name|姓名：", 1),
                    wide("=applicant.sex|性别：", 1),
                ],
                [
                    wide("=applicant.id_number|证件号码：", 1),
                    wide("=applicant.phone|联系电话：", 1),
                ],
                [wide("=applicant.employer|工作单位：", 2)],
                [wide("=place.name|就医地：", 2)],
                [wide("=place.address|异地详细地址：", 2)],
                [wide("=reason|备案原因：", 2, height=14)],
            ],
        ),
    ],
)

HEADER = Design(
    "异地就医备案人员名单",
    [
        heading("异地就医备案人员登记卡"),
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

OPEN = Design(
    "异地安置退休人员备案表",
    [
        heading("异地安置退休人员备案表"),
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

DOUBLE = Design(
    "职工医保异地就医审批表",
    [
        heading("职工医保异地就医审批表"),
        Table(
            [16, 34, 16, 34],
            [
                ["姓 名", "=applicant.name", "公民身份号码", "=applicant.id_number"],
                ["单 位", "=applicant.employer", "电 话", "=applicant.phone"],
                ["现居住地址", Cell("=place.address", 3)],
                ["就医地区", Cell("=place.name", 3)],
                [
                    "单位意见",
                    wide(
                        "\n                      （盖章）\n                   年   月   日",
                        3,
                        height=24,
                    ),
                ],
                [
                    "医保经办机构意见",
                    wide(
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

TWO_COLUMNS = Design(
    "异地就医备案（左右栏）",
    [
        heading("异地就医备案表"),
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

DESIGNS: Mapping[str, Design] = MappingProxyType(
    {
        "01-plain": PLAIN,
        "02-spaced-labels": SPACED,
        "03-group-labels": GROUPS,
        "04-vertical-groups": VERTICAL,
        "05-underscores": LINES,
        "06-underlined-blanks": UNDERLINED,
        "07-label-in-cell": IN_CELL,
        "08-headings-above": HEADER,
        "09-open-sides": OPEN,
        "10-double-rules": DOUBLE,
        "11-two-columns": TWO_COLUMNS,
    }
)
