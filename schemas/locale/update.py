"""Gather every sentence that users read, and bring the catalogues of all languages up to date.

``make words`` runs this after sentences were added, changed or dropped. New ones are then without
translation and reworded ones marked ``fuzzy``, which both mean English on paper: translate them,
take the mark away, run it again. tests/unit/schemas/test_words.py refuses whatever is left.

Short texts of the law (titles, names of acts) are gathered as well, for the languages that the law
files do not hold themselves; its long texts stay English there.

Catalogues hold no dates, people, machines or line numbers, so that they change only with words.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, TypeAlias

import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from schemas.law_files import LAW_LANGUAGES
from schemas.words import LANGUAGES

ROOMS = (
    "portal",
    "flows",
    "tasks",
    "intake",
    "reporting",
    "ledger",
    "rules",
    "schemas",
    "report_templates",
)
"""Where sentences stand."""

LOCALE = Path(__file__).resolve().parent
ROOT = LOCALE.parent.parent

_MARKS = {"N_": None, "_": None, "spoken": None, "scribe": None, "sentence": None, "plural": (1, 2)}
"""Calls whose first text (for ``plural`` first two) is a sentence: ``N_`` marks one where it is
defined, the others speak it."""

_LAW = "rules/law/"
"""Where the files of the law stand, whose texts are English and German."""

_LAW_TEXTS = frozenset({"title", "short", "what", "addressee", "fund_statement", "disclaimer"})
"""Which texts of the law are short enough to be spoken from the catalogue."""

_HEADER = """\
# {language}: what Eurocent says. `make words` brings it up to date.
msgid ""
msgstr ""
"Language: {code}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""

Extracted: TypeAlias = tuple[int, str, tuple[str, ...], list[str]]


def catalogue_file(language: str) -> Path:
    """The catalogue of a language."""
    return LOCALE / language / "LC_MESSAGES" / "eurocent.po"


def gather(root: Path = ROOT) -> Catalog:
    """Gather the sentences of code and templates, each with the files it stands in.

    Raises:
        ValueError: ``N_`` marks something that is no literal text, so that nobody could
            translate it (our mistake).
    """
    held: dict[str | tuple[str, ...], set[str]] = {}
    for room in ROOMS:
        found = extract_from_dir(
            root / room,
            method_map=_READERS,
            keywords=_MARKS,
        )
        for name, _, message, _, _ in found:
            held.setdefault(message, set()).add(f"{room}/{name}")
    catalogue = Catalog()
    for message, files in sorted(
        held.items(), key=lambda entry: (min(entry[1]), texts_of(entry[0]))
    ):
        entry = catalogue.add(message, locations=[(file, None) for file in sorted(files)])  # type: ignore[misc]  # a location without a line is permitted
        # "85 % of" is no placeholder of Python's old style, whatever it looks like.
        entry.flags.discard("python-format")
    return catalogue


def _from_python(
    source: IO[bytes], keywords: Collection[str], _tags: Collection[str], options: object
) -> Iterator[Extracted]:
    """Find marked sentences by syntax; Babel's own way overlooks calls within f-strings."""
    del options  # Babel hands them in by this name, and there are none
    for node in ast.walk(ast.parse(source.read())):
        if not isinstance(node, ast.Call):
            continue
        mark = _mark(node.func)
        if mark not in keywords:
            continue
        wanted = node.args[: 2 if mark == "plural" else 1]
        texts = [
            arg.value
            for arg in wanted
            if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
        ]
        if texts and len(texts) == len(wanted):
            yield node.lineno, mark, tuple(texts), []
        elif mark == "N_":
            raise ValueError(f"{source.name}, line {node.lineno}: N_ marks literal text only")


def _from_law(
    source: IO[bytes], _keywords: Collection[str], _tags: Collection[str], options: object
) -> Iterator[Extracted]:
    """Find the short texts of a law file; the full titles of acts are long, and stay English."""
    del options
    for text in _short_texts(yaml.load(source, Loader=yaml.CSafeLoader)):
        yield 1, "N_", (text,), []


def _short_texts(data: Any) -> Iterator[str]:
    """The English of the short texts in a part of a law file."""
    if isinstance(data, Mapping):
        act = "short" in data
        for key, held in data.items():
            if isinstance(held, Mapping) and "de" in held:
                if key in _LAW_TEXTS and not (act and key == "title"):
                    yield str(held["en"])
            else:
                yield from _short_texts(held)
    elif isinstance(data, list):
        for entry in data:
            yield from _short_texts(entry)


_READERS: Any = (("**.py", _from_python), ("**.html", babel_extract), ("law/**.yaml", _from_law))
"""Who reads which files; Babel takes functions, whatever its types say."""


def _mark(called: ast.expr) -> str:
    """The name that is called; ``words(language)(...)`` and ``x.words(...)`` speak as well."""
    if isinstance(called, ast.Name):
        return called.id
    if isinstance(called, ast.Attribute):
        return "spoken" if called.attr == "words" else called.attr
    if isinstance(called, ast.Call) and _mark(called.func) == "words":
        return "spoken"
    return ""


def updated(language: str, sentences: Catalog) -> Catalog:
    """The catalogue of a language with these sentences, no more and no fewer."""
    file = catalogue_file(language)
    catalogue = Catalog(locale=language)
    if file.exists():
        with file.open("rb") as handle:
            catalogue = read_po(handle, locale=language)
    catalogue.update(sentences)
    if language in LAW_LANGUAGES:
        for entry in list(catalogue):
            if entry.id and all(file.startswith(_LAW) for file, _ in entry.locations):
                catalogue.delete(entry.id)
    for entry in catalogue:
        # Babel guesses this anew whenever it reads "85 % of", so that a second run would differ.
        entry.flags.discard("python-format")
    return catalogue


def written(catalogue: Catalog) -> str:
    """A catalogue as its file holds it, the same for the same words."""
    held = io.BytesIO()
    write_po(
        held,
        catalogue,
        width=100,
        omit_header=True,
        ignore_obsolete=True,
        include_previous=True,
        include_lineno=False,
    )
    header = _HEADER.format(
        language=catalogue.locale.english_name if catalogue.locale else "",
        code=catalogue.locale_identifier,
        plural_forms=catalogue.plural_forms,
    )
    return header + held.getvalue().decode().lstrip("\n")


def main() -> None:
    """Write all catalogues and say what is left to do."""
    sentences = gather()
    for language in LANGUAGES:
        if language == "en":
            continue
        catalogue = updated(language, sentences)
        file = catalogue_file(language)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(written(catalogue), "utf-8")
        missing, fuzzy = left_to_do(catalogue)
        sys.stdout.write(
            f"{language}: {len(catalogue)} sentences, {len(missing)} without translation, "
            f"{len(fuzzy)} to be looked at again\n"
        )


def left_to_do(catalogue: Catalog) -> tuple[list[str], list[str]]:
    """The sentences without translation, and those whose translation must be looked at again."""
    entries = [entry for entry in catalogue if entry.id]
    missing = [str(entry.id) for entry in entries if not all(texts_of(entry.string))]
    fuzzy = [str(entry.id) for entry in entries if entry.fuzzy]
    return missing, fuzzy


def texts_of(forms: str | Sequence[str] | None) -> tuple[str, ...]:
    """A sentence or translation with all its forms: one, or one for each grammatical number."""
    if forms is None or isinstance(forms, str):
        return (forms or "",)
    return tuple(forms)


if __name__ == "__main__":
    main()
