"""What the tests of papers share."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from forms import catalogue
from tests.forms.reading import Reading


@pytest.fixture
def read() -> Callable[[bytes], Reading]:
    """Return how to read a file."""
    return Reading


@pytest.fixture
def registration() -> Any:
    """Return the sample case of the provincial form."""
    return catalogue.PAPERS["guangdong_registration"].sample


@pytest.fixture
def named(registration: Any) -> Callable[[str], Any]:
    """Return how to give the sample applicant another name."""

    def with_name(name: str) -> Any:
        return replace(registration, applicant=replace(registration.applicant, name=name))

    return with_name
