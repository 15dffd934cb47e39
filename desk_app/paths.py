"""Folders of the program on this computer."""

import os
from pathlib import Path

import platformdirs

APP_NAME = "desk-app"


def data_folder(chosen: str | None = None) -> Path:
    """Return the data folder: the chosen one, ``DESK_DATA``, or the system's usual place.

    The folder is not created here; whoever writes first creates it, private to the user.
    """
    place = chosen or os.environ.get("DESK_DATA")
    if place:
        return Path(place).expanduser().absolute()
    return Path(platformdirs.user_data_dir(APP_NAME, appauthor=False))


def cache_folder() -> Path:
    """Return the folder for what can be made anew at any time; nothing of a person is in it."""
    return Path(platformdirs.user_cache_dir(APP_NAME, appauthor=False))


def state_folder() -> Path:
    """Return the folder for what is remembered of data folders; never the data folder itself."""
    return Path(platformdirs.user_state_dir(f"{APP_NAME}-state", appauthor=False))
