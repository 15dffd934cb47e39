"""A new recovery code is typed back from its paper in part, before it counts."""

from desk_app.storage.keys import recovery_codes


def groups() -> tuple[int, ...]:
    """Return which groups of a code are asked for, at random; 1 is the first."""
    return recovery_codes.some_groups()


def is_right(typed: str, code: str, group: int) -> bool:
    """Tell whether a group was typed back right; case and spaces do not matter."""
    return recovery_codes.plain(typed) == code.split("-")[group - 1]
