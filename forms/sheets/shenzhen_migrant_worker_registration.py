"""深圳市外来就业创业人员跨省异地就医备案登记表: the form for migrant workers, across provinces."""

from dataclasses import replace
from functools import partial

from forms.data import Registration
from forms.kit import samples
from forms.kit.paper import Paper
from forms.kit.registration import RegistrationForm, lay_out

FORM = RegistrationForm(
    title="深圳市外来就业创业人员跨省异地就医备案登记表",
    edition="版式 SZ-WL-2026.11",
    types={
        "retiree_resettled": "异地安置退休人员",
        "long_term_resident": "异地长期居住人员",
        "posted_worker": "常驻异地工作人员",
        "referral": "异地转诊就医人员",
        "other_temporary": "其他临时外出就医人员",
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
    employment=True,
    across_provinces_only=True,
    declaration=(
        "本人在深圳就业或者创业，所填内容和所交材料真实、完整、有效。备案期间，居住地、就业状况、"
        "参保状态或者联系方式发生变化的，本人将及时取消原备案，需要继续异地就医的重新备案；"
        "因填报不实产生的后果由本人依法承担。"
    ),
    consent=(
        "本人已阅读并理解备案告知事项，同意经办机构为办理本次备案处理本人的身份、参保和就医信息。"
    ),
)

PAPER = Paper(
    id="shenzhen_migrant_worker_registration",
    title=FORM.title,
    edition=FORM.edition,
    source="名称取自公开的深圳办理说明，适用范围和版式以医保经办机构现行样表为准",
    data_type=Registration,
    sample=Registration(
        number=samples.NUMBER,
        check=samples.CHECK,
        kind="new",
        day=samples.DAY,
        office=samples.OFFICE,
        applicant=replace(
            samples.APPLICANT,
            name="吴𠮷",
            insurance="employee_2",
            employment="在深圳市某某科技发展有限公司从事装配工作",
            residence_permit_no="440399000000001",
        ),
        agent=None,
        type="long_term_resident",
        method="commitment",
        place=samples.PLACE,
        begin=samples.DAY,
        end=None,
        end_text="长期有效（至变更或取消备案时止）",
        documents=samples.DOCUMENTS[:2],
        consent=True,
    ),
    lay_out=partial(lay_out, FORM),
)
