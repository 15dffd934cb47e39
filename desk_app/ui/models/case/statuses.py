"""How a filing's status looks in lists."""

from desk_app.policy.vocabulary import FilingStatus

STATUS_KINDS = {
    FilingStatus.ACCEPTED: "ok",
    FilingStatus.AWAITING_DOCUMENTS: "warn",
    FilingStatus.CANCELLED: "plain",
    FilingStatus.CHANGED: "plain",
    FilingStatus.WITHDRAWN: "plain",
    FilingStatus.DRAFT: "info",
}
