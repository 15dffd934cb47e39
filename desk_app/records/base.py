"""What all field sets share: a rejected value is never repeated in the error's text."""

from sqlmodel import SQLModel


class Fields(SQLModel):
    """Base of every set of fields; validation errors name the field and hide its value."""

    model_config = {"hide_input_in_errors": True}


class ReadOnly(SQLModel):
    """What is read back from the records: a value that nobody changes in place."""

    model_config = {"frozen": True}
