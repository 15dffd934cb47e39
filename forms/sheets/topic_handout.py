"""异地就医备案须知: what is known on one topic, in large print for somebody who only asks."""

from forms.data import TopicHandout, TopicSection
from forms.fonts.chains import HEI
from forms.kit import samples
from forms.kit.layout.drawing import Layout
from forms.kit.layout.sheet import Heading, Sheet
from forms.kit.layout.text import Style
from forms.kit.layout.words import long_date
from forms.kit.paper import Paper

TITLE = "异地就医备案须知"
EDITION = "版式 XZ-2026.11"
_HEAD = Style(face=HEI, size=16.0)
_BODY = Style(size=14.0)
_SMALL = Style(size=10.5)


def lay_out(data: TopicHandout) -> Layout:
    """Return the handout."""
    sheet = Sheet(
        Heading(
            TITLE,
            EDITION,
            data.office.hall,
            left=f"参保地：{data.office.insured_region}",
            right=long_date(data.day),
        ),
        title_size=24.0,
    )
    sheet.gap(2)
    for section in data.sections:
        sheet.keep(20)
        sheet.gap(2)
        sheet.text(section.title, _HEAD, indent=0, after=0.5)
        sheet.points(section.sentences, _BODY)
    sheet.gap(4)
    phone = f"，电话 {data.office.phone}" if data.office.phone else ""
    sheet.text(
        f"以上内容按打印当天掌握的规定整理，以参保地医保经办机构的答复为准。"
        f"有疑问请问{data.office.hall}{phone}。",
        _SMALL,
    )
    return sheet.finish()


PAPER = Paper(
    id="topic_handout",
    title=TITLE,
    edition=EDITION,
    source="内容来自规则资料中已确认的部分，措辞为本系统自拟",
    data_type=TopicHandout,
    sample=TopicHandout(
        day=samples.DAY,
        office=samples.OFFICE,
        sections=(
            TopicSection(
                title="怎样结算",
                sentences=(
                    "凭医保电子凭证或社会保障卡结算。",
                    "异地普通门诊不用提前选医院，第一次结算时系统自动选定。",
                ),
            ),
            TopicSection(title="办理渠道", sentences=("到本窗口办理，或使用手机应用。",)),
        ),
    ),
    lay_out=lay_out,
)
