"""Cells: numbers and days in every style, decided per column, read exactly or not at all."""

from __future__ import annotations

from collections.abc import Iterator

from tests.hostile.cases import HEADINGS, Case, text

_NBSP, _NNBSP, _THIN = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "\N{THIN SPACE}"

# Column of amounts, cents of those that are read, codes of the findings about the others.
_AMOUNTS: tuple[tuple[str, list[str], int, tuple[str, ...]], ...] = (
    ("comma, dots between", ["1.234,56", "10,00", "-5,5"], 123906, ()),
    ("point, commas between", ["1,234.56", "10.00", "-5.5"], 123906, ()),
    ("blanks between", ["1 234,56", "12 345 678,90"], 1234691346, ()),
    ("no-break blanks", [f"1{_NBSP}234,56", "0,44"], 123500, ()),
    ("narrow no-break blanks", [f"1{_NNBSP}234,56", "0,44"], 123500, ()),
    ("thin blanks", [f"1{_THIN}234,56", "0,44"], 123500, ()),
    ("apostrophes", ["1'234.56", "0.44"], 123500, ()),
    ("curly apostrophes", ["1\N{RIGHT SINGLE QUOTATION MARK}234.56", "0.44"], 123500, ()),
    ("whole numbers", ["1234", "5"], 123900, ()),
    ("minus behind", ["1.234,56-", "10,00"], -122456, ()),
    ("true minus", ["\N{MINUS SIGN}5,00", "10,00"], 500, ()),
    ("en dash as minus", ["\N{EN DASH}5,00", "10,00"], 500, ()),
    ("parentheses", ["(5,00)", "10,00"], 500, ()),
    ("plus sign", ["+5,00", "10,00"], 1000, ("CELL-01-NUMBER",)),
    ("dash for no cents", ["1.234,-", "10,50"], 124450, ()),
    ("two dashes for no cents", ["1 234,--", "10,50"], 124450, ()),
    ("euro sign before", ["€1,234.56", "€0.44"], 123500, ()),
    ("euro sign behind", ["1.234,56 €", "0,44 €"], 123500, ()),
    ("code before", ["EUR 1.234,56", "EUR 0,44"], 123500, ()),
    ("code in parentheses behind", ["1.234,56 (EUR)", "0,44 (EUR)"], 123500, ()),
    ("minus before the sign", ["-€5.00", "€10.00"], 500, ()),
    ("parentheses around sign", ["(€5.00)", "€10.00"], 500, ()),
    ("small letters", ["1.234,56 eur", "0,44 Eur"], 123500, ()),
    ("the word", ["1.234,56 Euro", "0,44 euro"], 123500, ()),
    ("another currency", ["1.234,56 zł", "0,44"], 44, ("CELL-01-CURRENCY",)),
    ("dollar", ["$5.00", "10.00"], 1000, ("CELL-01-NUMBER",)),
    ("two ways, nothing tells", ["1.234", "5.678"], 0, ("CELL-01-STYLE",)),
    ("two ways, a neighbour tells", ["1.234", "5,50"], 123950, ()),
    ("both styles", ["1.234,56", "1,234.56", "2.000,10"], 323466, ("CELL-01-NUMBER",)),
    ("both styles alike often", ["1,50", "1.50"], 0, ("CELL-01-NUMBER",)),
    ("point in a comma column", ["12,34", "5,00", "12.34"], 1734, ("CELL-01-NUMBER",)),
    ("third decimal", ["1,234,567.891", "1.00"], 100, ("CELL-01-DECIMALS",)),
    ("third decimal of nothing", ["0.005", "1.00"], 100, ("CELL-01-DECIMALS",)),
    ("third decimal zero", ["12.500", "1.00"], 100, ("CELL-01-DECIMALS",)),
    ("exponents", ["1E5", "1e5", "1,5E3", "1.00"], 100, ("CELL-01-NUMBER",)),
    ("no numbers", ["inf", "NaN", "-inf", "nan", "1.00"], 100, ("CELL-01-NUMBER",)),
    ("1e400", ["1e400", "1.00"], 100, ("CELL-01-NUMBER",)),
    ("10^30", ["1" + "0" * 30, "1.00"], 100, ("CELL-01-LIMIT",)),
    ("hex", ["0x1F", "1.00"], 100, ("CELL-01-NUMBER",)),
    ("underscore", ["1_000", "1.00"], 100, ("CELL-01-NUMBER",)),
    ("Arabic digits", ["\u0661\u0662", "1.00"], 100, ("CELL-01-NUMBER",)),
    ("full-width digits", ["\uff11\uff12", "1.00"], 100, ("CELL-01-NUMBER",)),
    ("letter o", ["12.5o", "1.00"], 100, ("CELL-01-NUMBER",)),
    ("zero-width blank", ["12\u200b34", "1.00"], 100, ("CELL-01-NUMBER",)),
    ("wrong groups", ["12,34,567.00", "1.00"], 100, ("CELL-01-NUMBER",)),
    ("two points", ["1.2.3", "1.00"], 100, ("CELL-01-NUMBER",)),
    ("leading point", [".50", "1.00"], 100, ("CELL-01-NUMBER",)),
    ("percent", ["5 %", "1.00"], 100, ("CELL-01-NUMBER",)),
    ("a sum", ["=1+1", "1.00"], 100, ("CELL-01-NUMBER",)),
    ("dashes and n/a", ["-", "n/a", "1.00"], 100, ("CELL-01-NUMBER",)),
    ("leading zeros", ["0012.50", "1.00"], 1350, ()),
    ("minus zero", ["-0.00", "1.00"], 100, ()),
)

# Column of days, what is read of each ("" where it is not), codes of the findings.
_DAYS: tuple[tuple[str, list[str], list[str], tuple[str, ...]], ...] = (
    ("ISO", ["2017-03-05", "2017-12-31"], ["2017-03-05", "2017-12-31"], ()),
    ("ISO with time", ["2017-03-05T13:05:00", "2017-03-05 08:00"], ["2017-03-05"] * 2, ()),
    ("ISO with zone", ["2017-03-05T13:05:00Z"], ["2017-03-05"], ()),
    ("dots", ["05.03.2017", "5.3.2017", "5. 3. 2017"], ["2017-03-05"] * 3, ()),
    ("dots with time", ["5.3.2017 8:05", "05.03.2017 13:05:00"], ["2017-03-05"] * 2, ()),
    ("dots and r.", ["05.03.2017 r.", "25.03.2017r."], ["2017-03-05", "2017-03-25"], ()),
    ("Hungarian", ["2017.03.05.", "2017. 3. 5."], ["2017-03-05"] * 2, ()),
    ("slashes", ["05/03/2017", "25/03/2017"], ["2017-03-05", "2017-03-25"], ()),
    ("hyphens", ["05-03-2017", "25-03-2017"], ["2017-03-05", "2017-03-25"], ()),
    ("month first", ["03/25/2017", "03/04/2017"], ["", ""], ("CELL-01-DATE", "CELL-01-ORDER")),
    ("English months", ["5 Mar 2017", "05-Mar-2017", "5 March 2017"], ["2017-03-05"] * 3, ()),
    ("German months", ["5. März 2017", "5. Mrz. 2017"], ["2017-03-05"] * 2, ()),
    ("Polish months", ["5 marca 2017", "5 marzec 2017"], ["2017-03-05"] * 2, ()),
    ("Czech months", ["5. března 2017", "6. července 2017"], ["2017-03-05", "2017-07-06"], ()),
    ("Hungarian months", ["2017. március 5."], ["2017-03-05"], ()),
    ("two-digit years", ["05.03.17", "05.03.2017"], ["", "2017-03-05"], ("CELL-01-DATE",)),
    ("no such day", ["31.02.2016", "01.03.2016"], ["", "2016-03-01"], ("CELL-01-DATE",)),
    ("no such leap day", ["29.02.1900", "29.02.2016"], ["", "2016-02-29"], ("CELL-01-DATE",)),
    ("a serial", ["42401", "01.02.2016"], ["", "2016-02-01"], ("CELL-01-DATE",)),
    ("a serial alone", ["42401"], [""], ("CELL-01-DATE",)),
    ("years far off", ["01.01.0216", "01.01.2016"], ["", "2016-01-01"], ("CELL-01-YEAR",)),
    ("a month only", ["03/2017", "05.03.2017"], ["", "2017-03-05"], ("CELL-01-DATE",)),
    ("a digit group", ["20170305", "05.03.2017"], ["", "2017-03-05"], ("CELL-01-DATE",)),
    (
        "two styles",
        ["05.03.2017", "2017-03-05", "06.03.2017"],
        ["2017-03-05", "", "2017-03-06"],
        ("CELL-01-DATE",),
    ),
)


def cases() -> Iterator[Case]:
    """All of them."""
    heading = "\t".join(HEADINGS)
    for name, amounts, cents, codes in _AMOUNTS:
        rows = [f"A{n}\tstaff\tStudy\tEUR\t{amount}" for n, amount in enumerate(amounts)]
        content = "\n".join((heading, *rows))
        yield Case(
            f"amounts: {name}", "costs.tsv", text(content),
            cents=cents, rows=len(amounts), codes=frozenset(codes),
        )  # fmt: skip
    for name, days, read, codes in _DAYS:
        rows = [f"A{n}\tstaff\tStudy\tEUR\t1.00\t{day}" for n, day in enumerate(days)]
        content = "\n".join((f"{heading}\tinvoice_date", *rows))
        yield Case(
            f"days: {name}", "costs.tsv", text(content),
            cents=100 * len(days), rows=len(days), codes=frozenset(codes),
            values={"invoice_date": read},
        )  # fmt: skip
    yield from _styles()
    yield from _currency_headings()


def _styles() -> Iterator[Case]:
    """Two columns, each with a style of its own."""
    heading = "\t".join((*HEADINGS, "amount_gross", "invoice_date", "payment_date"))
    content = (
        f"{heading}\nA1\tstaff\tx\tEUR\t1.234,50\t1,234.50\t05.03.2017\t2017-03-06\n"
        "A2\tstaff\tx\tEUR\t2,50\t2.50\t06.03.2017\t2017-03-07\n"
    )
    yield Case(
        "a style for each column", "costs.tsv", text(content), cents=123700, rows=2,
        values={"amount_gross": ["1234.50", "2.50"], "payment_date": ["2017-03-06", "2017-03-07"]},
    )  # fmt: skip


def _currency_headings() -> Iterator[Case]:
    for heading in (
        "Declared amount (EUR)",
        "Declared amount in EUR",
        "Angemeldeter Betrag in Euro",
        "Angemeldeter Betrag [€]",
        "Declared amount, €",
        "Declared amount EUR",
    ):
        content = f"item_id;cost_category;description;currency;{heading}\nA1;staff;x;EUR;1,50\n"
        yield Case(f"heading {heading}", "costs.csv", text(content), cents=150, rows=1)
