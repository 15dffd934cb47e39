"""Passphrases judged by all that is known of the person and the hall."""

from collections.abc import Iterable

from desk_app.policy.passphrases import passphrases
from desk_app.policy.passphrases.passphrases import Level, Strength
from desk_app.records.hall import HallFields
from desk_app.services.desk.open_desk import Desk
from desk_app.storage.schema.search_terms import folded, terms

HINT = "您现在的口令容易被猜中，请在“设置 → 我的口令”里换一个。"
HINT_IN_WORDS = "您现在的口令容易被猜中，请用 desk-app staff passphrase 换一个。"


def known_words(hall: HallFields | None, *words: str | None) -> tuple[str, ...]:
    """Return what somebody who knows the hall and a person tries first, pinyin included."""
    given = [word for word in words if word]
    if hall is not None:
        given += [
            word
            for word in (hall.name, hall.code, hall.address, hall.phone, hall.complaint_phone)
            if word
        ]
    return tuple(dict.fromkeys(_spelt(given)))


def judge(passphrase: str, known: Iterable[str]) -> Strength:
    """Judge a passphrase, for a meter."""
    return passphrases.judge(passphrase, tuple(known))


def expect_strong(passphrase: str, hall: HallFields | None, *words: str | None) -> None:
    """Raise RefusedError, with reason and way out, for a passphrase that would be guessed."""
    passphrases.expect_strong(passphrase, known_words(hall, *words))


def is_weak(*, desk: Desk, passphrase: str | None) -> bool:
    """Tell whether who has signed in would not be given their passphrase today."""
    if passphrase is None:  # by the computer's keyring
        return False
    known = known_words(desk.hall, desk.clerk.name, desk.clerk.staff_no)
    return passphrases.judge(passphrase, known).level is Level.REFUSED


def _spelt(words: Iterable[str]) -> Iterable[str]:
    for word in words:
        yield word
        if not word.isascii():
            yield from sorted(term for term in terms(word) if len(term) > 2)
            yield from _backwards(word)


def _backwards(name: str) -> Iterable[str]:
    """Yield a name's pinyin with the surname last, as abroad."""
    for spoken in terms(folded(name)[1:]) if len(name) <= 4 else ():
        for first in terms(folded(name)[:1]):
            if spoken.isascii() and first.isascii():
                yield spoken + first
