"""广东省异地就医备案登记表: the provincial registration form."""

from functools import partial

from forms.data import Registration
from forms.kit import samples
from forms.kit.layout.words import TYPES
from forms.kit.paper import Paper
from forms.kit.registration import RegistrationForm, lay_out

FORM = RegistrationForm(
    title="广东省异地就医备案登记表",
    edition="版式 GD-DJ-2026.12",
    types=TYPES,
    insurances={
        "employee": "职工医保",
        "employee_1": "职工医保一档",
        "employee_2": "职工医保二档",
        "resident": "城乡居民医保",
    },
    insured_no="个人编号",
    outpatient={
        "networked": "联网结算普通门诊费用",
        "allowance": "按月领取普通门诊包干金（部分市适用）",
    },
)

PAPER = Paper(
    id="guangdong_registration",
    title=FORM.title,
    edition=FORM.edition,
    source=(
        "栏目取自公开资料（广州市医疗保障局 2023-12-14 公布的办理说明等），"
        "版式以医保经办机构现行样表为准"
    ),
    data_type=Registration,
    sample=Registration(
        **samples.FILED,
        kind="new",
        applicant=samples.APPLICANT,
        agent=samples.AGENT,
        documents=samples.DOCUMENTS,
        outpatient="networked",
        consent=True,
        declaration=samples.DECLARATION,
        agreed=samples.AGREED,
        reason="退休后随子女定居长沙",
    ),
    lay_out=partial(lay_out, FORM),
)
