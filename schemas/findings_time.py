"""Kinds of findings about what comes back later: parked items, recoveries, control results."""

from __future__ import annotations

from schemas.findings import Kind

KINDS: tuple[Kind, ...] = ()
