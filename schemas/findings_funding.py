"""Kinds of findings about receipts, EU shares, aid, deliverables and the project as a whole."""

from __future__ import annotations

from schemas.findings import Kind

KINDS: tuple[Kind, ...] = ()
