"""Forms in the styles bureaus use: sections, pages, cells for digits, hints, other papers."""

from collections.abc import Mapping
from types import MappingProxyType

from tests.forms.bureau_forms.elements import (
    TYPES,
    Cell,
    Design,
    Paragraph,
    Table,
    heading,
    wide,
)

SECTIONS = Design(
    "异地就医备案分段表",
    [
        heading("异地就医备案申请书"),
        Table(
            [18, 32, 18, 32],
            [
                [wide("一、参保人员基本信息", 4)],
                ["姓名", "=applicant.name", "身份证件号码", "=applicant.id_number"],
                ["联系电话", "=applicant.phone", "工作单位", "=applicant.employer"],
                [wide("二、代办人员信息（委托他人办理时填写）", 4)],
                ["姓名", "=agent.name", "身份证件号码", "=agent.id_number"],
                ["联系电话", "=agent.phone", "与参保人关系", "=agent.relation"],
                [wide("三、备案信息", 4)],
                ["就医地", "=place.name", "备案开始日期", "=begin"],
                ["居住地址", Cell("=place.address", 3)],
                ["备案类型", wide(TYPES, 3)],
                [wide("四、经办机构填写", 4)],
                ["受理人", "", "受理日期", ""],
                ["审核意见", wide("", 3, height=20)],
            ],
        ),
    ],
    box="☐",
)

PAGES = Design(
    "异地就医备案三页表",
    [
        heading("异地就医登记备案申请材料"),
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

COMB = Design(
    "异地就医备案（号码分格）",
    [
        heading("异地就医备案登记卡"),
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

HINTS = Design(
    "异地就医备案（带提示）",
    [
        heading("省内异地就医备案登记表"),
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
                    wide(
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

MERGED = Design(
    "异地就医备案（合并格）",
    [
        heading("异地就医备案审核登记表"),
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
                ["备案类别", wide(TYPES, 5)],
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

CANCELLING = Design(
    "异地就医备案取消申请表",
    [
        heading("异地就医备案取消申请表"),
        Table(
            [20, 30, 20, 30],
            [
                ["姓名", "=applicant.name", "身份证号码", "=applicant.id_number"],
                ["联系电话", "=applicant.phone", "原备案编号", "=number"],
                ["原备案就医地", "=place.name", "取消日期", "=effective"],
                [
                    "取消原因",
                    wide(
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

PROMISE = Design(
    "异地就医备案个人承诺书",
    [
        heading("异地就医备案个人承诺书"),
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

MANDATE = Design(
    "授权委托书",
    [
        heading("授权委托书"),
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

DENSE = Design(
    "异地就医备案（密排）",
    [
        heading("基本医疗保险参保人员异地就医备案表"),
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
                [Cell("备案\n类型"), wide(TYPES, 7)],
            ],
            size=9,
            height=9,
        ),
    ],
    box="wingdings",
)

PREFIXED = Design(
    "异地就医备案（全称标签）",
    [
        heading("医疗保险异地就医备案登记表"),
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
        "12-sections": SECTIONS,
        "13-three-pages": PAGES,
        "14-comb": COMB,
        "15-hints": HINTS,
        "16-merged-cells": MERGED,
        "17-cancelling": CANCELLING,
        "18-promise": PROMISE,
        "19-mandate": MANDATE,
        "20-dense": DENSE,
        "21-prefixed": PREFIXED,
    }
)
