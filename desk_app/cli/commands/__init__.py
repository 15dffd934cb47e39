"""The commands, their words and options, as rows; each row knows who runs it."""

from desk_app.cli.commands import (
    card,
    hall,
    papers,
    program,
    records,
    rosters,
    rulebook,
    rules,
    safekeeping,
    staff,
    upkeep,
)
from desk_app.cli.words import Command

COMMANDS: tuple[Command, ...] = (
    *program.COMMANDS,
    *records.COMMANDS,
    *rules.COMMANDS,
    *rulebook.COMMANDS,
    *papers.COMMANDS,
    *staff.COMMANDS,
    *safekeeping.COMMANDS,
    *upkeep.COMMANDS,
    *hall.COMMANDS,
    *rosters.COMMANDS,
    *card.COMMANDS,
)

BY_NAME = {command.name: command for command in COMMANDS}
