"""深圳市异地就医备案登记表: Shenzhen's registration form."""

from dataclasses import replace
from datetime import date
from functools import partial

from forms.data import Place, Registration
from forms.kit import samples
from forms.kit.layout.words import TYPES
from forms.kit.paper import Paper
from forms.kit.registration import RegistrationForm, lay_out

FORM = RegistrationForm(
    title="深圳市异地就医备案登记表",
    edition="版式 SZ-DJ-2026.12",
    types=TYPES,
    insurances={
        "employee_1": "职工医保一档",
        "employee_2": "职工医保二档",
        "employee": "职工医保（不分档）",
        "resident": "城乡居民医保",
    },
    insured_no="社保电脑号",
    outpatient={},
)

PAPER = Paper(
    id="shenzhen_registration",
    title=FORM.title,
    edition=FORM.edition,
    source="名称和栏目取自公开的深圳办理说明，版式以医保经办机构现行样表为准",
    data_type=Registration,
    sample=Registration(
        **(
            samples.FILED
            | {
                "type": "referral",
                "end": date(2027, 11, 21),
                "end_text": "",
                "place": Place(
                    code="440100",
                    province="广东省",
                    city="广州市",
                    within_province=True,
                    address="广州市越秀区某某路58号某某招待所",
                ),
            }
        ),
        kind="new",
        applicant=replace(samples.APPLICANT, name="张䶮", employer=None),
        agent=None,
        documents=samples.DOCUMENTS[:2],
        referral_hospital="深圳市某某人民医院",
        admission=date(2026, 11, 23),
        admission_hospital="中山大学附属某某医院",
        reason="需转往广州专科治疗",
        consent=True,
        declaration=samples.DECLARATION,
        agreed=samples.AGREED,
    ),
    lay_out=partial(lay_out, FORM),
)
