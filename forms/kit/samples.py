"""Made-up people and places for the samples. Region 440399 never existed."""

from datetime import date
from typing import Any

from forms.data import Agent, Applicant, DocumentLine, Office, Place

DAY = date(2026, 11, 21)
NUMBER, CHECK = "440304001-01-20261121-0007", "52"
OFFICE = Office(
    hall="深圳市福田区莲花街道便民服务中心",
    counter="3号窗口",
    clerk="陈静",
    insured_region="广东省深圳市",
    address="深圳市福田区景田北街1号",
    phone="0755-00000000",
    complaint_phone="0755-00000001",
)
APPLICANT = Applicant(
    name="欧阳𬭚𫖮",
    id_kind="居民身份证",
    id_number="44039919580309004X",
    phone="13800000000",
    sex="女",
    birth=date(1958, 3, 9),
    phone2="0755-00000002",
    nation="维吾尔族",
    insurance="employee_1",
    social_card_no="A01234567",
    insured_no="600000001",
    employer="深圳市某某科技发展有限公司",
    household_address="湖南省长沙市岳麓区麓山南路932号某某小区3栋2单元405房",
)
AGENT = Agent(
    name="阿卜杜拉·买买提",
    id_kind="居民身份证",
    id_number="440399198601011239",
    phone="13900000000",
    relation="子女",
    address="深圳市福田区莲花街道彩田路1001号某某花园5栋1203室",
)
PLACE = Place(
    code="430100",
    province="湖南省",
    city="长沙市",
    within_province=False,
    address="湖南省长沙市岳麓区麓山南路932号某某小区3栋2单元405房",
)
DOCUMENTS = (
    DocumentLine(name="居民身份证", state="both"),
    DocumentLine(name="社会保障卡", state="original"),
    DocumentLine(name="户口簿首页和本人常住人口登记卡", state="copy"),
    DocumentLine(name="代办人居民身份证", state="both"),
    DocumentLine(name="授权委托书", state="original"),
)
ISSUED: dict[str, Any] = {
    "number": NUMBER,
    "check": CHECK,
    "day": DAY,
    "office": OFFICE,
    "type": "retiree_resettled",
    "place": PLACE,
}
"""What every paper of a filing states."""
DECLARATION = (
    "本人所填内容和所交材料真实、完整、有效。居住地、工作地或者参保状态发生变化的，本人将及时"
    "办理变更或者取消备案，联系方式变了的告知经办机构；因填报不实产生的后果由本人依法承担。"
)
AGREED = "本人已阅读并理解备案告知事项，同意经办机构为办理本次备案处理本人的身份、参保和就医信息。"
FILED: dict[str, Any] = ISSUED | {
    "method": "documents",
    "begin": DAY,
    "end": None,
    "end_text": "长期有效（至变更或取消备案时止）",
}
"""What those state that tell for how long it is."""
