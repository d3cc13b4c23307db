"""The pages: current, complete, without loose ends, and true for whoever follows them."""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any, get_args
from urllib.parse import unquote

import pytest
import typer

from intake.law import LAW_FOLDER, load_law
from intake.vocabulary import headings
from portal.cli import app
from schemas.claim import Status
from schemas.findings import Severity, kinds
from schemas.law_files import Concern
from schemas.participants import FORBIDDEN_COLUMNS
from schemas.words import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
DECISIONS = sorted((DOCS / "adr").glob("0*.md"))

PARTS = ["Context", "Options", "Decision", "Consequences", "What would change our mind"]
LINK = re.compile(r"\[(?:[^\]\[]|\[[^\]]*\])*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
# A path from the root of some machine, outside of web addresses and markup.
MACHINE_PATH = re.compile(r"(?<![\w.:/~<>-])/[A-Za-z][\w.-]*(?:/[\w.-]+)+|[A-Z]:\\\w+")


def read(path: Path) -> str:
    return path.read_text("utf-8")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def links(path: Path) -> list[str]:
    return LINK.findall(CODE.sub("", read(path)))


def chapters(path: Path, level: str) -> dict[str, str]:
    """Heading to text of one level of headings."""
    parts = re.split(rf"^{level} (.+)$", read(path), flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate_docs", DOCS / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def options() -> dict[str, list[str]]:
    """Command to its options, in the order of the help; of a group, each command in it."""
    group: Any = typer.main.get_command(app)
    return {
        f"{name} {part}".strip(): [
            opt for p in leaf.params for opt in p.opts if opt.startswith("--")
        ]
        for name, command in group.commands.items()
        for part, leaf in getattr(command, "commands", {"": command}).items()
    }


def test_generated_pages_are_current(generator: ModuleType) -> None:
    stale = [path for path, text in generator.pages().items() if read(DOCS / path) != text]
    assert stale == [], "run `python docs/generate.py`"


def test_generated_pages_say_the_same_every_time(generator: ModuleType) -> None:
    assert generator.pages() == generator.pages()


def test_a_page_that_is_not_current_is_named(
    generator: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(generator, "pages", lambda: {"columns/costs.md": "new\n"})
    monkeypatch.setattr(generator, "DOCS", tmp_path)
    assert generator.main(["--check"]) == 1
    assert not (tmp_path / "columns").exists()
    assert generator.main([]) == 0
    assert generator.main(["--check"]) == 0
    assert read(tmp_path / "columns" / "costs.md") == "new\n"
    assert capsys.readouterr().out.splitlines() == [
        "docs/columns/costs.md is not current: python docs/generate.py",
        "docs/columns/costs.md",
    ]


def test_every_finding_has_its_paragraph_with_severity_sentence_and_remedy() -> None:
    paragraphs = chapters(DOCS / "findings.md", "###")
    assert list(paragraphs.keys() ^ kinds().keys()) == []
    for code, kind in kinds().items():
        text = paragraphs[code].partition("\n## ")[0]
        assert f"**{kind.severity.value}**" in text, code
        assert "\n> " in text, code
        assert "What to do: " in text, code


def test_every_rule_and_parameter_has_its_chapter() -> None:
    law = load_law()
    assert {page.stem for page in (DOCS / "rules").glob("*.md")} == law.rules.keys()
    index = read(DOCS / "rules.md")
    assert [rule for rule in law.rules if f"[{rule}](rules/{rule}.md)" not in index] == []
    assert chapters(DOCS / "parameters.md", "##").keys() == law.catalogue.keys()


def test_every_input_of_a_rule_has_its_source(generator: ModuleType) -> None:
    law = load_law()
    rows = re.findall(
        r"^\| \[(R-[A-Z]+-\d+)\]\(\S+\) \| `(\S+)` \|", read(DOCS / "inputs.md"), re.MULTILINE
    )
    named = {
        (rule.id, name.split(".", 1)[1]) for rule in law.rules.values() for name in rule.inputs
    }
    assert len(rows) == sum(len(rule.inputs) for rule in law.rules.values())
    assert {rule for rule, _ in rows} == {rule for rule, _ in named}
    assert generator.CONCERNS.keys() == set(get_args(Concern))


def test_a_worked_example_is_told_in_words(generator: ModuleType) -> None:
    page = generator.pages()["rules/R-BUD-01.md"]
    assert "### Travel of the action, budget 48,250.00, claimed 54,000.00, limit 10 %" in page
    assert "Source: funding-rules §9, example 6" in page
    assert "| 54000.00 | travel |" in page
    assert "- partners A categories travel eligible: 53075.00" in page
    assert "- adjustments: amount: 925.00; category: travel; level: action; partner: A" in page


def test_personal_columns_that_are_refused_are_listed() -> None:
    text = read(DOCS / "columns" / "participants.md").partition("must never be there")[2]
    assert [name for name in FORBIDDEN_COLUMNS if f"`{name}`" not in text] == []


def test_commands_are_those_of_the_command_line(options: dict[str, list[str]]) -> None:
    assert list(chapters(DOCS / "commands.md", "##")) == [f"eurocent {name}" for name in options]


def test_languages_are_listed_with_their_own_names() -> None:
    told = " ".join(read(DOCS / "commands.md").split())
    listed = ", ".join(f"`{code}` {name}" for code, name in LANGUAGES.items())
    assert f"for `--lang`: {listed}." in told


def test_options_of_every_command_are_those_of_the_command_line(
    options: dict[str, list[str]],
) -> None:
    told = chapters(DOCS / "commands.md", "##")
    for name, known in options.items():
        rows = re.findall(r"^\| `(--[a-z-]+)` \| \S", told[f"eurocent {name}"], re.MULTILINE)
        assert sorted(rows) == sorted(known), name


def test_examples_of_every_command_use_what_it_knows(options: dict[str, list[str]]) -> None:
    told = chapters(DOCS / "commands.md", "##")
    for name, known in options.items():
        example = re.search(r"```\n(.*?)```", told[f"eurocent {name}"], re.DOTALL)
        assert example, name
        for line in example[1].splitlines():
            assert line.startswith(f"eurocent {name}"), line
            assert set(re.findall(r"--[a-z-]+", line)) <= set(known), line


def test_settings_are_those_that_the_rooms_read() -> None:
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--", "*.py", "Makefile", ":!tests", ":!docs"],
        capture_output=True,
        check=True,
        cwd=ROOT,
        text=True,
    )
    files = [ROOT / name for name in listing.stdout.split("\0") if name]
    used = {name for file in files for name in re.findall(r"EUROCENT_[A-Z_]+", read(file))}
    rows = re.findall(r"^\| `(EUROCENT_[A-Z_]+)` \|", read(DOCS / "settings.md"), re.MULTILINE)
    assert set(rows) == used


def test_headings_that_partners_are_told_are_recognised() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", read(DOCS / "partners.md"), re.MULTILINE)
    assert rows
    for column, offered in rows:
        for heading in offered.split(" | "):
            assert headings().column("costs", heading) == column, heading


def test_glossary_gives_every_term_a_meaning_and_a_source() -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in read(DOCS / "glossary.md").splitlines()
        if line.startswith("| ") and not line.startswith(("| Term", "| ---"))
    ]
    assert rows
    assert [row for row in rows if len(row) != 4 or not all(row)] == []
    terms = [row[0] for row in rows]
    assert sorted(terms) == sorted(set(terms))


def test_glossary_holds_the_words_of_claims_and_budgets() -> None:
    text = read(DOCS / "glossary.md")
    law = load_law()
    categories = {c.code for name in law.families for c in law.family(name).categories}
    assert [code for code in sorted(categories) if f"`{code}`" not in text] == []
    words = [*get_args(Status), *(severity.value for severity in Severity)]
    assert [word for word in words if not re.search(rf"\b{word}\b", text)] == []


@pytest.mark.parametrize("page", DECISIONS, ids=name_of)
def test_decision_has_its_parts_and_fits_a_page(page: Path) -> None:
    found = chapters(page, "##")
    assert list(found) == PARTS
    assert [part for part in PARTS if not found[part].strip()] == []
    assert len(read(page).splitlines()) <= 60


def test_decisions_are_numbered_and_listed() -> None:
    assert [int(page.name[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    assert [read(page).split(maxsplit=2)[1] for page in DECISIONS] == [
        f"{number}." for number in range(1, len(DECISIONS) + 1)
    ]
    assert links(DOCS / "adr" / "README.md") == [page.name for page in DECISIONS]


@pytest.mark.parametrize("page", [ROOT / "README.md", *PAGES], ids=name_of)
def test_links_lead_somewhere(page: Path, generator: ModuleType) -> None:
    lost = []
    for link in links(page):
        if re.match(r"[a-z]+:", link):
            continue
        place, _, anchor = unquote(link).partition("#")
        target = (page.parent / place).resolve() if place else page
        if not target.exists() or ROOT not in target.parents:
            lost.append(link)
        elif anchor:
            titles = re.findall(r"^#+ (.+)$", read(target), re.MULTILINE)
            if anchor not in [generator.anchor(title) for title in titles]:
                lost.append(link)
    assert lost == []


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        reached.add(page)
        targets = {(page.parent / link.partition("#")[0]).resolve() for link in links(page)}
        waiting += [t for t in targets - reached if t.suffix == ".md" and t.exists()]
    assert [name_of(page) for page in PAGES if page not in reached] == []


@pytest.mark.parametrize("page", [ROOT / "README.md", *PAGES], ids=name_of)
def test_no_page_names_a_path_of_some_machine(page: Path) -> None:
    assert MACHINE_PATH.findall(re.sub(r"https?://\S+", "", read(page))) == []


def test_picture_of_the_rooms_is_described_and_names_every_layer() -> None:
    picture = read(DOCS / "rooms.svg")
    assert re.search(r"<title id=\"title\">.+</title>", picture)
    assert re.search(r"<desc id=\"desc\">.+</desc>", picture)
    contract = re.search(
        r"^layers = \[(.*?)\]", read(ROOT / "pyproject.toml"), re.MULTILINE | re.DOTALL
    )
    assert contract
    rooms = re.findall(r"\w+", contract[1])
    drawn = re.findall(r"font-weight=\"600\"[^>]*>(\w+)<", picture)
    assert sorted(drawn) == sorted(rooms)
    assert "(rooms.svg)" in read(DOCS / "architecture.md")


def test_architecture_takes_ten_sentences() -> None:
    text = chapters(DOCS / "architecture.md", "##")["In ten sentences"]
    numbered = re.findall(r"^\d+\. (.+(?:\n {2,}.+)*)", text, re.MULTILINE)
    assert len(numbered) == 10
    assert [
        sentence for sentence in numbered if len(re.findall(r"\.(?:\s|$)", sentence)) != 1
    ] == []


def test_newcomer_gets_to_a_first_run_with_the_readme_alone(tmp_path: Path) -> None:
    readme = read(ROOT / "README.md")
    blocks = dict(re.findall(r"```(yaml|csv)\n(.*?)```", readme, re.DOTALL))
    inbox = tmp_path / "DIR" / "LEAD"
    inbox.mkdir(parents=True)
    (tmp_path / "project.yaml").write_text(blocks["yaml"], "utf-8")
    (inbox / "costs.csv").write_text(blocks["csv"], "utf-8")
    typed = re.search(r"^eurocent (run path/to/project\.yaml .+)$", readme, re.MULTILINE)
    assert typed
    words = typed[1].replace("path/to/project.yaml", "project.yaml").split()
    command = ["-c", "from portal.cli import main; main()", *words, "--json", "--dry-run"]
    done = subprocess.run(
        [sys.executable, *command],
        capture_output=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        text=True,
    )
    assert done.returncode == 0, done.stderr
    claim = json.loads(done.stdout)
    eligible = {c["category"]: c["eligible"] for c in claim["partners"][0]["categories"]}
    assert eligible["staff"] == "2150.00"
    assert eligible["office_administration"] == "322.50"
    assert eligible["external_expertise"] == "480.00"
    assert [f["rule"] for f in claim["findings"] if f["severity"] == "reject"] == ["R-PER-05"]
    for figure in (claim["totals"]["eligible"], claim["totals"]["fund"]):
        assert f"EUR {Decimal(figure):,}" in readme


def test_a_programme_is_added_with_the_page_alone(tmp_path: Path) -> None:
    page = read(DOCS / "add-a-programme.md")
    programme, project = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    (rows,) = re.findall(r"```csv\n(.*?)```", page, re.DOTALL)
    law = tmp_path / "law"
    shutil.copytree(LAW_FOLDER, law)
    saved = re.search(r"`rules/law/(families/[A-Z_0-9]+\.yaml)`", page)
    assert saved
    (law / saved[1]).write_text(programme, "utf-8")
    inbox = tmp_path / "INBOX" / "LEAD"
    inbox.mkdir(parents=True)
    (inbox / "costs.csv").write_text(rows, "utf-8")
    (tmp_path / "project.yaml").write_text(project, "utf-8")
    beside = f"import intake.law, pathlib; intake.law.LAW_FOLDER = pathlib.Path({str(law)!r})\n"
    told = dict(re.findall(r"^eurocent (rules|run) (.+)$", page, re.MULTILINE))

    def eurocent(command: str, *more: str) -> Any:
        words = [command, *told[command].replace("path/to/", "").split(), *more, "--json"]
        done = subprocess.run(
            [sys.executable, "-c", f"{beside}from portal.cli import main; main()", *words],
            capture_output=True,
            check=False,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    claim = eurocent("run", "--dry-run")
    assert claim["rule_set"] == "INTERREG_EXAMPLE_2021"
    (finding,) = [found for found in claim["findings"] if found["severity"] == "cut"]
    assert finding["rule"] == "R-BUD-01"
    totals = claim["totals"]
    for figure in (totals["declared"], totals["eligible"], totals["cut"], totals["fund"]):
        assert f"EUR {Decimal(figure):,}" in page
    assert eurocent("rules")["rule"] == "R-BUD-01"
