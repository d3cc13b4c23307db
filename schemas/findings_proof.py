"""Kinds of findings about proof: vouchers, cost elements, suppliers, contracts and activities."""

from __future__ import annotations

from schemas.findings import Kind

KINDS: tuple[Kind, ...] = ()
