"""深圳市外来就业创业人员跨省异地就医备案登记表: the form for migrant workers, across provinces."""

from dataclasses import replace
from functools import partial

from forms.data import Registration
from forms.kit import samples
from forms.kit.layout.words import TYPES
from forms.kit.paper import Paper
from forms.kit.registration import RegistrationForm, lay_out

FORM = RegistrationForm(
    title="深圳市外来就业创业人员跨省异地就医备案登记表",
    edition="版式 SZ-WL-2026.12",
    types={code: word for code, word in TYPES.items() if code != "childbirth"},
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
)

PAPER = Paper(
    id="shenzhen_migrant_worker_registration",
    title=FORM.title,
    edition=FORM.edition,
    source="名称取自公开的深圳办理说明，适用范围和版式以医保经办机构现行样表为准",
    data_type=Registration,
    sample=Registration(
        **(samples.FILED | {"type": "long_term_resident", "method": "commitment"}),
        kind="new",
        applicant=replace(
            samples.APPLICANT,
            name="吴𠮷",
            insurance="employee_2",
            employment="在深圳市某某科技发展有限公司从事装配工作",
            residence_permit_no="440399000000001",
        ),
        agent=None,
        documents=samples.DOCUMENTS[:2],
        consent=True,
        declaration=samples.DECLARATION,
        agreed=samples.AGREED,
    ),
    lay_out=partial(lay_out, FORM),
)
