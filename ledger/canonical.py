"""One way to write a value down, so that equal values have equal digests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

JsonValue: TypeAlias = "bool | int | str | Sequence[JsonValue] | Mapping[str, JsonValue] | None"
"""What the ledger keeps as JSON. There are no floats in it: amounts are cents or text."""


def canonical_json(value: JsonValue) -> str:
    """Write JSON with sorted keys and no spaces.

    Raises:
        TypeError: something in it is a float, or no JSON value at all.
    """
    _refuse_inexact(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256_of(content: bytes | str) -> str:
    """The SHA-256 of bytes, or of text in UTF-8, in 64 small hexadecimal digits."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    return hashlib.sha256(data).hexdigest()


def _refuse_inexact(value: object) -> None:
    if value is None or isinstance(value, (bool, int, str)):
        return
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError(f"a key of kept JSON is text, not {key!r}")
            _refuse_inexact(inner)
    elif isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
        for inner in value:
            _refuse_inexact(inner)
    else:
        raise TypeError(f"{value!r} has no exact form in JSON; write cents, text or a list")
