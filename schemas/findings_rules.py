"""Kinds of findings that the rules of funding make (funding-rules §8)."""

from __future__ import annotations

from schemas.findings import Kind

KINDS: tuple[Kind, ...] = ()
