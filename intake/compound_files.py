"""Reading one stream of a compound file, the box in which XLS workbooks lie ([MS-CFB]).

Runs in the guarded process of ``cage``: only the standard library may be imported here.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

_END = 0xFFFFFFFA
"""Sector numbers from here on mean the end of a chain, or no sector."""
_STREAM = 2
_ENTRY = 128


def stream_of(raw: bytes, names: Sequence[str]) -> bytes:
    """The first stream that bears one of the names, whatever their case.

    Raises:
        KeyError: there is none.
        struct.error: the file is cut or its chains lead out of it.
        ValueError: a chain leads back to itself.
    """
    size = 1 << struct.unpack_from("<H", raw, 30)[0]
    directory, _, least, mini_table = struct.unpack_from("<IIII", raw, 48)
    sectors = [sector for sector in struct.unpack_from("<109I", raw, 76) if sector < _END]
    extension = struct.unpack_from("<I", raw, 68)[0]
    while extension < _END and len(sectors) <= len(raw) // size:
        further = _sector(raw, extension, size)
        *more, extension = struct.unpack(f"<{size // 4}I", further)
        sectors.extend(sector for sector in more if sector < _END)
    table = _numbers(b"".join(_sector(raw, sector, size) for sector in sectors))
    entries = _chain(raw, directory, table, size)
    wanted = {name.casefold() for name in names}
    root_start = struct.unpack_from("<I", entries, 116)[0]
    for place in range(0, len(entries) - _ENTRY + 1, _ENTRY):
        length = struct.unpack_from("<H", entries, place + 64)[0]
        name = entries[place : place + max(0, length - 2)].decode("utf-16-le", "replace")
        if entries[place + 66] == _STREAM and name.casefold() in wanted:
            start, count = struct.unpack_from("<II", entries, place + 116)
            if count >= least:
                return _chain(raw, start, table, size)[:count]
            # Short streams lie in small sectors of a stream of their own.
            small = _numbers(_chain(raw, mini_table, table, size))
            within = bytes(size) + _chain(raw, root_start, table, size)
            offset = size // 64 - 1
            return _chain(within, start, small, 64, offset)[:count]
    raise KeyError(names[0])


def _numbers(raw: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])


def _sector(raw: bytes, sector: int, size: int, offset: int = 0) -> bytes:
    # The header takes the place of one sector.
    start = (sector + 1 + offset) * size
    if start >= len(raw):
        raise struct.error("a sector lies outside the file")
    return raw[start : start + size]


def _chain(raw: bytes, first: int, table: Sequence[int], size: int, offset: int = 0) -> bytes:
    pieces: list[bytes] = []
    sector = first
    while sector < _END:
        if sector >= len(table) or len(pieces) > len(table):
            raise ValueError("a chain of sectors leads nowhere")
        pieces.append(_sector(raw, sector, size, offset))
        sector = table[sector]
    return b"".join(pieces)
