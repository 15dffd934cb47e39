"""Forms whose other people, notes and layouts tempt a reader into a wrong value."""

from collections.abc import Mapping
from types import MappingProxyType

from tests.forms.bureau_forms.elements import (
    Cell,
    Design,
    Paragraph,
    Table,
    heading,
    wide,
)

OTHERS = Design(
    "异地就医备案（多方联系人）",
    [
        heading("跨省异地就医登记备案表"),
        Table(
            [20, 30, 20, 30],
            [
                ["姓名", "=applicant.name", "社会保障号码", "=applicant.id_number"],
                ["本人联系电话", "=applicant.phone", "参保地", "=office.insured_region"],
                ["紧急联系人", "", "联系电话", ""],
                ["监护人姓名", "", "监护人身份证号", ""],
                ["配偶姓名", "", "联系电话", ""],
                ["单位经办人", "", "联系电话", ""],
                ["经治医师", "", "联系电话", ""],
                ["代办人", "=agent.name", "联系电话", "=agent.phone"],
                ["就医地", "=place.name", "居住地址", "=place.address"],
            ],
        ),
    ],
)

ABOVE = Design(
    "异地就医备案（上标签）",
    [
        heading("异地就医人员登记表"),
        Table(
            [34, 33, 33],
            [
                ["姓名", "性别", "民族"],
                ["=applicant.name", "=applicant.sex", "=applicant.nation"],
                ["身份证号码", "联系电话", "险种"],
                ["=applicant.id_number", "=applicant.phone", "=applicant.insurance"],
                ["紧急联系人姓名", "紧急联系人电话", "与参保人关系"],
                ["", "", ""],
                ["就医地", "备案开始日期", "备案结束日期"],
                ["=place.name", "=begin", "=end"],
            ],
        ),
    ],
)

SENTENCES = Design(
    "异地就医备案（长句方框）",
    [
        heading("异地就医备案申请表"),
        Table(
            [24, 26, 24, 26],
            [
                ["申请人姓名", "=applicant.name", "证件号码", "=applicant.id_number"],
                [
                    "备案类型",
                    wide(
                        "{tick:type.retiree_resettled}异地安置退休人员（退休后在异地定居并且户籍迁入定居地的人员）\n"
                        "{tick:type.long_term_resident}异地长期居住人员（在异地居住生活的人员）\n"
                        "{tick:type.posted_worker}常驻异地工作人员（用人单位派驻异地工作的人员）\n"
                        "{tick:type.referral}异地转诊就医人员（须附转诊证明）",
                        3,
                    ),
                ],
                [
                    "申请人承诺",
                    wide("{tick:-}本人已知晓异地转诊的规定，变更或者取消备案时及时告知。", 3),
                ],
            ],
        ),
        Paragraph("医师姓名：{line:-:14}  联系电话：{line:-:18}"),
        Paragraph("配偶姓名：{line:-:14}  身份证号码：{line:-:24}"),
        Paragraph("注：1.有效期自备案之日起，变更请拨打咨询电话{line:-:16}。", 8),
        Paragraph("2.姓名、身份证号须与社保卡一致，如不一致请联系{line:-:12}更正。", 8),
    ],
)

ENGLISH = Design(
    "异地就医备案（中英文）",
    [
        heading("跨省异地就医备案登记表"),
        Table(
            [20, 30, 20, 30],
            [
                ["姓名\nName", "=applicant.name", "性别\nSex", "=applicant.sex"],
                [
                    "证件号码\nID Number",
                    "=applicant.id_number",
                    "联系电话\nTelephone",
                    "=applicant.phone",
                ],
                [
                    "就医地\nPlace of Treatment",
                    "=place.name",
                    "居住地址\nAddress",
                    "=place.address",
                ],
                ["代办人姓名\nAgent", "=agent.name", "代办人电话\nTelephone", "=agent.phone"],
                ["监护人姓名\nGuardian", "", "联系电话\nTelephone", ""],
            ],
            height=12,
        ),
    ],
)

TWO_PAGES = Design(
    "异地就医备案（跨页表）",
    [
        heading("异地就医备案登记表"),
        Table(
            [12, 18, 26, 18, 26],
            [
                [
                    Cell("申请人", down=2),
                    "姓名",
                    "=applicant.name",
                    "身份证号",
                    "=applicant.id_number",
                ],
                ["联系电话", "=applicant.phone", "工作单位", "=applicant.employer"],
                [Cell("备案信息", down=2), "就医地", "=place.name", "居住地址", "=place.address"],
                ["开始日期", "=begin", "截止日期", "=end"],
                [Cell("情况说明", height=150), Cell("", 4)],
                [
                    Cell("监护人", down=2, height=12),
                    Cell("姓名", height=30),
                    "",
                    "身份证号",
                    "",
                ],
                [Cell("联系电话", height=30), "", "关系", ""],
                [Cell("代办人", down=2), "姓名", "=agent.name", "身份证号", "=agent.id_number"],
                ["联系电话", "=agent.phone", "与参保人关系", "=agent.relation"],
            ],
            height=12,
        ),
    ],
)

UNIT_AND_HOSPITAL = Design(
    "异地就医备案（单位医院栏）",
    [
        heading("基本医疗保险异地就医申报表"),
        Table(
            [13, 20, 13, 20, 13, 21],
            [
                [
                    "姓  名",
                    "=applicant.name",
                    "性  别",
                    "=applicant.sex",
                    "手机号码",
                    "=applicant.phone",
                ],
                [
                    "身份证号",
                    Cell("=applicant.id_number", 2),
                    "医保卡号",
                    Cell("=applicant.social_card_no", 2),
                ],
                ["用人单位", Cell("=applicant.employer", 2), "单位电话", Cell("", 2)],
                ["单位地址", Cell("", 2), "单位联系人及电话", Cell("", 2)],
                ["家属姓名", "", "家属电话", "", "关系", ""],
                ["主治医师", "", "科室", "", "电话", ""],
                [
                    "转出医院",
                    Cell("=referral_hospital", 2),
                    "转入医院",
                    Cell("=admission_hospital", 2),
                ],
                ["开户银行", "", "户名", "", "账号", ""],
            ],
            height=12,
        ),
        Paragraph("单位经办人：              联系电话：              "),
        Paragraph("填表人：{line:-:12}  联系电话：{line:-:16}"),
    ],
)

DESIGNS: Mapping[str, Design] = MappingProxyType(
    {
        "22-others": OTHERS,
        "23-above": ABOVE,
        "24-sentences": SENTENCES,
        "25-english": ENGLISH,
        "26-two-pages": TWO_PAGES,
        "27-unit-hospital": UNIT_AND_HOSPITAL,
    }
)
