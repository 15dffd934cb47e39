"""深圳市异地就医备案登记表: Shenzhen's registration form."""

from dataclasses import replace
from datetime import date
from functools import partial

from forms.data import Place, Registration
from forms.kit import samples
from forms.kit.paper import Paper
from forms.kit.registration import RegistrationForm, lay_out

FORM = RegistrationForm(
    title="深圳市异地就医备案登记表",
    edition="版式 SZ-DJ-2026.11",
    types={
        "retiree_resettled": "异地安置退休人员",
        "long_term_resident": "异地长期居住人员",
        "posted_worker": "常驻异地工作人员",
        "referral": "异地转诊就医人员",
        "other_temporary": "其他临时外出就医人员",
        "childbirth": "异地生育（省内跨市）",
        "emergency": "异地急诊抢救人员",
    },
    insurances={
        "employee_1": "职工医保一档",
        "employee_2": "职工医保二档",
        "employee": "职工医保（不分档）",
        "resident": "城乡居民医保",
    },
    insured_no="社保电脑号",
    outpatient={},
    declaration=(
        "本人所填内容和所交材料真实、完整、有效。备案期间，居住地、工作单位、参保状态或者"
        "联系方式发生变化的，本人将及时取消原备案，需要继续异地就医的重新备案；"
        "因填报不实产生的后果由本人依法承担。"
    ),
    consent=(
        "本人已阅读并理解备案告知事项，同意经办机构为办理本次备案处理本人的身份、参保和就医信息。"
    ),
)

PAPER = Paper(
    id="shenzhen_registration",
    title=FORM.title,
    edition=FORM.edition,
    source="名称和栏目取自公开的深圳办理说明，版式以医保经办机构现行样表为准",
    data_type=Registration,
    sample=Registration(
        number=samples.NUMBER,
        check=samples.CHECK,
        kind="new",
        day=samples.DAY,
        office=samples.OFFICE,
        applicant=replace(samples.APPLICANT, name="张䶮", employer=None),
        agent=None,
        type="referral",
        method="documents",
        place=Place(
            code="440100",
            province="广东省",
            city="广州市",
            within_province=True,
            address="广州市越秀区某某路58号某某招待所",
        ),
        begin=samples.DAY,
        end=date(2027, 11, 21),
        end_text="",
        documents=samples.DOCUMENTS[:2],
        referral_hospital="深圳市某某人民医院",
        admission=date(2026, 11, 23),
        admission_hospital="中山大学附属某某医院",
        reason="需转往广州专科治疗",
        consent=True,
    ),
    lay_out=partial(lay_out, FORM),
)
