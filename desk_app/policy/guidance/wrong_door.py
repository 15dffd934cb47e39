"""Somebody insured elsewhere: where they file, and whether this counter may do it for them."""

from desk_app.policy.guidance.availability import Refusal
from desk_app.policy.regions import place, region_name, within_province
from desk_app.policy.vocabulary import Hint, Labelled

TITLE = "您的参保地不在本市"
NO_REGION = "没有这个地方的行政区划代码，请核对，例如深圳市 440300、武汉市 420100。"


class Neighbours(Labelled):
    """What a hall does for people insured in another city of its province."""

    ASK = "ask", "每次问清"
    FILE = "file", "可以办"
    REFUSE = "refuse", "不办"


def pooled(code: str) -> str | None:
    """Return the region a place pools its insurance in: a district's city; None if unknown.

    The nation's code and a province's stand for themselves.
    """
    if code == "000000" or (code.endswith("0000") and region_name(code)):
        return code
    levels = (code, f"{code[:4]}00", f"{code[:2]}0000")
    found = next((one for one in levels if place(one) is not None), None)
    return found if region_name(code) else None


def advice(region: str) -> tuple[str, ...]:
    """Return what to tell somebody insured in a region that this counter does not serve."""
    where = region_name(region) or "参保地"
    who = f"您在{where}参保，备案归{where}的医保经办机构办，本窗口办不了。"
    how = (
        "不用跑回去：用国家医保服务平台 APP、国家异地就医备案小程序或国务院客户端小程序，"
        f"参保地选{where}，自己就能办；不会用手机的，打 12393 问参保地。"
    )
    return who, how


def judged(region: str, *, hall: str | None, neighbours: Neighbours) -> Refusal | Hint | None:
    """Return why a hall does not file for people insured in a region, or what to ask first.

    Without a hall (a look at the rules alone) nothing is refused.
    """
    if hall is None or region == hall:
        return None
    if not within_province(hall, region):
        told = "".join(advice(region))
        return Refusal(field="region", message=f"{told}请把《{TITLE}》打印给申请人。")
    where = region_name(region) or region
    if neighbours is Neighbours.REFUSE:
        told = "".join(advice(region))
        return Refusal(field="region", message=f"{told}主管在设置里定了本厅不办外市参保人的备案。")
    if neighbours is Neighbours.ASK:
        message = (
            f"申请人在{where}参保，不是本市：本窗口能不能给外市参保人备案？请先问清再办；"
            "问清以后，主管可以在设置里定下来，不再每次问。"
        )
        return Hint(field="region", message=message, source="C12")
    return None
