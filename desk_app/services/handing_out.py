"""Print what is known on topics, for somebody who only asks; nobody is named or recorded."""

from collections.abc import Sequence

from desk_app.errors import RefusedError
from desk_app.policy.topics import Topic
from desk_app.services import issuing, rulekeeping
from desk_app.services.advising import Counsel
from desk_app.services.desk import Desk
from desk_app.services.filling import office
from forms.data import TopicHandout, TopicSection

PAPER = "topic_handout"


def counsel(*, desk: Desk, region: str | None = None) -> Counsel:
    """Return advice by the rules in use at this desk, today."""
    return Counsel(
        region=region or desk.hall.region,
        on=desk.clock.today(),
        shelf=rulekeeping.shelf(desk=desk),
    )


def topic_handout(*, desk: Desk, topics: Sequence[Topic], region: str | None = None) -> bytes:
    """Return the handout on topics as a PDF: confirmed text, and advice to ask for the rest.

    Raises RefusedError when no topic was chosen.
    """
    if not topics:
        raise RefusedError("请先选一个主题。")
    data = TopicHandout(
        day=desk.clock.today(),
        office=office(desk, region=region or desk.hall.region),
        sections=tuple(
            TopicSection(title=topic.title.title, sentences=topic.printed_lines) for topic in topics
        ),
    )
    return issuing.render(PAPER, data)
