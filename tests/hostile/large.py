"""CSV files near 20 MB: what would take the most memory or time of each step of reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from schemas.costs import COSTS
from tests.hostile.cases import HEADINGS, Case

SIZE = 20 * 1024 * 1024
HEAD = ";".join(HEADINGS)
_FAR = "\U0001f600" * 80
_ALL = [column.extract for column in COSTS.columns]


def cases() -> Iterator[Case]:
    """All of them; most are refused, none may harm."""
    yield _refused(
        "20 MB of delimiters in a line", "FILE-01-BOMB", lambda: f"{HEAD}\n" + ";" * SIZE
    )
    yield _refused("20 MB of short rows", "FILE-01-ROWS", _repeated("A;\n"))
    yield _refused("20 MB of small rows", "FILE-01-ROWS", _repeated("A;b;c;d;1\n"))
    yield _read(
        "20 MB of line ends",
        lambda: f"{HEAD}\nA1;staff;x;EUR;1.00" + "\n" * SIZE,
        rows=1,
        cents=100,
    )
    yield _read(
        "20 MB of rows of delimiters",
        lambda: f"{HEAD}\nA1;staff;x;EUR;1.00\n" + ";;;;\n" * (SIZE // 5),
        rows=1,
        cents=100,
    )
    yield _refused("20 MB without a delimiter", "FILE-01-CELL", lambda: "x" * SIZE)
    yield _refused(
        "20 MB in a cell", "FILE-01-CELL", lambda: f'{HEAD}\nA1;staff;"{"x" * SIZE}";EUR;1\n'
    )
    yield _refused(
        "an open quotation mark before 20 MB",
        "FILE-01-QUOTE",
        lambda: f'{HEAD}\nA1;"staff;x;EUR;1\n' + "A;b;c;d;1\n" * (SIZE // 10),
    )
    yield _refused("20 MB of quotation marks", "FILE-01-CELL", lambda: f"{HEAD}\n" + '"' * SIZE)
    yield _refused(
        "20 MB of records of many lines",
        "FILE-01-QUOTE",
        lambda: f"{HEAD}\n" + '"\n";' * (SIZE // 4),
    )
    yield _refused(
        "20 MB of far letters",
        "FILE-01-ROWS",
        lambda: f"{HEAD}\n" + "\U0001f600;b;c;d;1\n" * (SIZE // 13),
    )
    yield _read(
        "20 MB of far letters in 60,000 rows",
        lambda: f"{HEAD}\n" + "".join(f"A{n};staff;{_FAR};EUR;1.00\n" for n in range(60_000)),
        rows=60_000,
        cents=6_000_000,
    )
    yield _read(
        "100,000 rows of 40 unknown columns",
        _unknown_columns,
        "COL-02",
        rows=100_000,
        cents=10_000_000,
    )
    yield _read(
        "119,000 rows",
        lambda: (
            f"{HEAD}\n"
            + "".join(
                f"A{n};staff;a text of some length, as usual {n};EUR;1.00\n" for n in range(119_000)
            )
        ),
        rows=119_000,
        cents=11_900_000,
    )
    yield Case(
        "every cell of 119,000 rows is bad",
        "costs.csv",
        _encoded(lambda: ";".join(_ALL) + "\n" + (";".join("x" for _ in _ALL) + "\n") * 119_000),
        cents=0,
        rows=119_000,
        codes=frozenset(),
        heavy=True,
        any_codes=True,
    )
    yield Case(
        "every number stands there twice",
        "costs.csv",
        _encoded(
            lambda: f"{HEAD}\n" + "A1;staff;a text of some length, as usual;EUR;1.00\n" * 119_000
        ),
        cents=11_900_000,
        rows=119_000,
        codes=frozenset({"ROW-01", "ROW-08"}),
        heavy=True,
    )
    yield Case(
        "every row is short",
        "costs.csv",
        _encoded(lambda: f"{HEAD}\n" + "A1;staff and a text of some length, as usual\n" * 119_000),
        cents=0,
        rows=119_000,
        codes=frozenset({"ROW-04", "ROW-08"}),
        heavy=True,
    )
    yield Case(
        "every row is a total",
        "costs.csv",
        _encoded(lambda: f"{HEAD}\n" + "Summe;;;;1.00\n" * 119_000),
        cents=0,
        rows=0,
        codes=frozenset({"ROW-03", "ROW-08", "FILE-03"}),
        heavy=True,
    )
    yield Case(
        "20 MB of Polish words in cp1250",
        "costs.csv",
        _encoded(
            lambda: (
                f"{HEAD}\n"
                + "".join(
                    f"A{n};staff;zakup sprzętu {n}ął{n} żółty źródło ćma {'ś' * (n % 20)} dla Łodzi i Śląska, zażółć gęślą jaźń {n}ę;EUR;1,00\n"
                    for n in range(110_000)
                )
            ),
            "cp1250",
        ),
        cents=11_000_000,
        rows=110_000,
        partner="KARR",
        heavy=True,
    )


def _encoded(make: Callable[[], str], encoding: str = "utf-8") -> Callable[[], bytes]:
    return lambda: make().encode(encoding)


def _repeated(row: str) -> Callable[[], str]:
    return lambda: f"{HEAD}\n" + row * (SIZE // len(row))


def _refused(name: str, code: str, make: Callable[[], str]) -> Case:
    return Case(name, "costs.csv", _encoded(make), refused=code, heavy=True)


def _read(name: str, make: Callable[[], str], *codes: str, rows: int, cents: int) -> Case:
    return Case(
        name,
        "costs.csv",
        _encoded(make),
        rows=rows,
        cents=cents,
        codes=frozenset(codes),
        heavy=True,
    )


def _unknown_columns() -> str:
    names = ";".join(f"own column {number}" for number in range(40))
    cells = ";".join("ab" for _ in range(40))
    return f"{HEAD};{names}\n" + "".join(f"A{n};staff;x;EUR;1.00;{cells}\n" for n in range(100_000))
