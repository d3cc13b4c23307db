"""Kinds of findings about staff and simplified cost options (funding-rules §8)."""

from __future__ import annotations

from schemas.findings import Kind

KINDS: tuple[Kind, ...] = ()
