"""Our own store for what tasks hand to each other: typed frames and JSON, by their digest.

Prefect would pickle them, and reading a pickle runs whatever it holds. A name is the SHA-256 of
the bytes below it, so equal values are kept once, and a file that was changed is found out.
"""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ledger.canonical import JsonValue, canonical_json, sha256_of
from ledger.errors import LedgerUnavailable, telling_of
from ledger.files import arriving
from ledger.home import Home
from ledger.persons import PersonsFolder, is_of_persons

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_DTYPES_KEY = b"eurocent"
_NOTE = ".note"
_FRAME = ".parquet"


class FrameStore:
    """A folder of frames and JSON values that are written once and never change.

    Lists of persons lie in a folder of their own, where they can be erased (``persons``).
    """

    def __init__(self, folder: Path, persons: Path | None = None) -> None:
        self._folder = folder
        self.persons = PersonsFolder(persons or folder)

    @classmethod
    def open(cls, home: Home) -> FrameStore:
        """The store of a state folder."""
        return cls(home.store, home.participants)

    def put(self, frame: pd.DataFrame) -> str:
        """Keep a typed frame.

        Args:
            frame: its columns are text, whole numbers, flags or days (``schemas.columns``); the
                index is not kept and must say nothing.

        Returns:
            The digest under which ``get`` finds it; equal frames have the same.

        Raises:
            TypeError: a column has another type, such as float.
            ValueError: the index says something, or two columns share a name.
            LedgerUnavailable: the store cannot be written to.
        """
        if not is_of_persons(frame):
            return self._keep(_written(frame), _FRAME, self._folder)
        content = _written(self.persons.without_erased(frame))
        digest = sha256_of(content)
        # What was erased does not come back, whoever still had it in memory.
        return digest if self.persons.replacement(digest) else self._keep(content, _FRAME)

    def get(self, digest: str) -> pd.DataFrame:
        """Read a frame back, with exactly the types it had; of an erased one what replaced it.

        Raises:
            LedgerUnavailable: it is not there any more, or was changed.
        """
        import pyarrow.parquet as pq

        digest = self.persons.current(digest)
        return _frame_of(pq.read_table(io.BytesIO(self._read(digest, self._frame_path(digest)))))

    def has(self, digest: str) -> bool:
        """Whether a frame, or what replaced it, is there."""
        return self._frame_path(self.persons.current(digest)).exists()

    def put_json(self, value: JsonValue) -> str:
        """Keep a JSON value and return its digest; equal values have the same.

        Raises:
            TypeError: it holds a float or something that is no JSON.
            LedgerUnavailable: the store cannot be written to.
        """
        return self._keep(canonical_json(value).encode("utf-8"), ".json", self._folder)

    def get_json(self, digest: str) -> Any:
        """Read a JSON value back.

        Raises:
            LedgerUnavailable: it is not there any more, or was changed.
        """
        return json.loads(self._read(digest, self._path(digest, ".json")))

    def note(self, about: JsonValue, digest: str) -> None:
        """Note under which digest lies what was made of something, to find it again.

        Raises:
            LedgerUnavailable: the store cannot be written to.
        """
        target = self._path(sha256_of(canonical_json(about).encode("utf-8")), _NOTE)
        if not target.exists():
            with arriving(self._folder) as new:
                new.handle.write(digest.encode("ascii"))
                new.settle(target)

    def noted(self, about: JsonValue) -> str | None:
        """The digest that was noted, None where nothing was."""
        target = self._path(sha256_of(canonical_json(about).encode("utf-8")), _NOTE)
        with telling_of(self._folder):
            return target.read_text("ascii") if target.exists() else None

    def _keep(self, content: bytes, suffix: str, folder: Path | None = None) -> str:
        folder = folder or self.persons.folder
        digest = sha256_of(content)
        target = folder / digest[:2] / f"{digest}{suffix}"
        if not target.exists():
            with arriving(folder) as new:
                new.handle.write(content)
                new.settle(target)
        return digest

    def _frame_path(self, digest: str) -> Path:
        """Where a frame lies: with the lists of persons, or with all others."""
        path = self.persons.path(digest)
        return path if path.exists() else self._path(digest, _FRAME)

    def _read(self, digest: str, path: Path) -> bytes:
        with telling_of(self._folder):
            content = path.read_bytes() if path.exists() else None
        if content is None or sha256_of(content) != digest:
            happened = "is missing" if content is None else "was changed"
            raise LedgerUnavailable(
                f"The intermediate result {path} {happened}.",
                "Restore the state folder from a backup, or start again with an empty one.",
            )
        return content

    def _path(self, digest: str, suffix: str) -> Path:
        return self._folder / digest[:2] / f"{digest}{suffix}"


def _written(frame: pd.DataFrame) -> bytes:
    """The bytes of a frame: equal ones for equal frames."""
    import pyarrow.parquet as pq

    written = io.BytesIO()
    # Parquet writes nothing for missing values, so equal frames are equal bytes, whatever lies in
    # memory below a missing value.
    pq.write_table(_table_of(frame), written, compression="zstd")
    return written.getvalue()


def _table_of(frame: pd.DataFrame) -> pa.Table:
    """The frame as an Arrow table that names its pandas types."""
    import pandas as pd
    import pyarrow as pa

    if len(frame) and not frame.index.equals(pd.RangeIndex(len(frame))):
        raise ValueError("the index is not kept; reset it, or make it a column")
    if not frame.columns.is_unique:
        raise ValueError("two columns share a name")
    arrow = {
        "str": pa.large_string(),
        "int64": pa.int64(),
        "Int64": pa.int64(),
        "bool": pa.bool_(),
        "boolean": pa.bool_(),
        "datetime64[s]": pa.timestamp("ms"),
    }
    dtypes = {str(name): str(dtype) for name, dtype in frame.dtypes.items()}
    for name, dtype in dtypes.items():
        if dtype not in arrow:
            raise TypeError(f"column {name} has the type {dtype}, which no typed frame has")
    return pa.table(
        [pa.array(frame[name], type=arrow[dtypes[name]], from_pandas=True) for name in dtypes],
        schema=pa.schema(
            [(name, arrow[dtype]) for name, dtype in dtypes.items()],
            metadata={_DTYPES_KEY: canonical_json(list(dtypes.values()))},
        ),
    )


def _frame_of(table: pa.Table) -> pd.DataFrame:
    """The pandas frame with the types that the table names."""
    import pandas as pd
    import pyarrow as pa

    dtypes = json.loads(table.schema.metadata[_DTYPES_KEY])
    # Through the types that know a missing value, so that no whole number becomes a float.
    nullable = {
        pa.large_string(): pd.StringDtype(na_value=np.nan),
        pa.int64(): pd.Int64Dtype(),
        pa.bool_(): pd.BooleanDtype(),
    }
    frame: pd.DataFrame = table.to_pandas(types_mapper=nullable.get, ignore_metadata=True)
    return frame.astype(dict(zip(table.column_names, dtypes, strict=True)))
