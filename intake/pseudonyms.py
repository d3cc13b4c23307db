"""Pseudonyms of persons: keyed digests that nobody can make, or test a guess with, without the key.

The key of a project is made from the secret of the installation, so that a person who comes to two
projects is not known as one (Reg. (EU) 2016/679, Art. 4(5) and 25). Participants are counted over
one project, and need no more.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata

_LENGTH = 32
_PURPOSE = b"participants\0"
"""Keeps these keys apart from what else is made with the installation's secret."""


def pseudonym(text: str, key: bytes) -> str:
    """The pseudonym of a participant, from any key of the person.

    The same person gets the same one however the key is written, so that participants can be
    counted once: compatibility forms, case, blanks, invisible characters and the "mailto:" of a
    copied link make no difference.

    Args:
        text: an e-mail address or another key of the person.
        key: of the project (``project_key``).
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    plain = "".join(
        letter for letter in folded if not letter.isspace() and unicodedata.category(letter) != "Cf"
    ).removeprefix("mailto:")
    digest = hmac.digest(key, plain.encode("utf-8", "surrogatepass"), hashlib.sha256)
    return digest.hex()[:_LENGTH]


def project_key(secret: bytes, project: str) -> bytes:
    """The key of one project's pseudonyms: who comes to two projects is not known as one.

    Args:
        secret: of the installation.
        project: its id.
    """
    return hmac.digest(secret, _PURPOSE + project.encode(), hashlib.sha256)
