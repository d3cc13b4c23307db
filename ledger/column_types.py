"""The ledger's own column types: exact, and the same on SQLite and PostgreSQL.

STRICT tables of SQLite know INTEGER and TEXT, but none of SQLAlchemy's dates, booleans, numerics
or JSON. So cents, counts and flags are whole numbers (INTEGER, BIGINT), and days, instants, JSON
and digests are text in a form that sorts and compares as it should.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator

from ledger.canonical import JsonValue, canonical_json

# ruff: noqa: ARG002  (SQLAlchemy hands every type the dialect; ours are the same on both)

WHOLE = BigInteger().with_variant(Integer(), "sqlite")
"""A count, a number or a key: 64 bits on both databases."""

_DIGEST = re.compile(r"[0-9a-f]{64}")


class Cents(TypeDecorator[int]):
    """An amount in whole cents of its currency; a float, a Decimal or a bool is a mistake."""

    impl = WHOLE
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> int | None:
        """Let whole numbers through.

        Raises:
            TypeError: anything else.
        """
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(f"the ledger keeps whole cents, not {value!r} ({type(value).__name__})")
        return value


class Flag(TypeDecorator[bool]):
    """Yes or no, as 1 or 0."""

    impl = WHOLE
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> int | None:
        """Write the flag.

        Raises:
            TypeError: it is neither yes nor no.
        """
        if value is None:
            return None
        if not isinstance(value, bool):
            raise TypeError(f"a flag is True or False, not {value!r}")
        return int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:
        """Read the flag back."""
        return None if value is None else bool(value)


class Day(TypeDecorator[date]):
    """A calendar day, as ISO text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:
        """Write the day.

        Raises:
            TypeError: it is no day, or one with a time of day.
        """
        if value is None:
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            raise TypeError(f"a day is a date without a time, not {value!r}")
        return value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        """Read the day back."""
        return None if value is None else date.fromisoformat(value)


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, as ISO text with microseconds, so that text sorts as time does."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:
        """Write the moment in UTC.

        Raises:
            TypeError: it does not say in which time zone it is meant.
        """
        if value is None:
            return None
        if not isinstance(value, datetime) or value.tzinfo is None:
            raise TypeError(f"a moment has a date, a time and a time zone, not {value!r}")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Read the moment back, in UTC."""
        return None if value is None else datetime.fromisoformat(value)


class Json(TypeDecorator[JsonValue]):
    """A small structure, as canonical JSON text; floats are refused."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: JsonValue, dialect: Dialect) -> str:
        """Write it canonically."""
        return canonical_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Read it back."""
        return None if value is None else json.loads(value)


class Digest(TypeDecorator[str]):
    """A SHA-256 in 64 small hexadecimal digits."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:
        """Let digests through.

        Raises:
            ValueError: it is none.
        """
        if value is None:
            return None
        if not isinstance(value, str) or not _DIGEST.fullmatch(value):
            raise ValueError(f"{value!r} is no SHA-256 digest")
        return value
