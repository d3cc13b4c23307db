"""How a text gives a person away: an e-mail address, or words that are written like a full name."""

from __future__ import annotations

import re

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
HIDDEN = "[\N{HORIZONTAL ELLIPSIS}]"
"""Stands where something about a person is not shown."""

_TITLES = re.compile(
    r"(?:(?:prof|dr|dipl|ing|inż|mgr|lic|hab|bc|phdr|judr|mudr|rndr|doc|mag|dott|ssa|frau|herr|mrs"
    r"|mr|ms|pan|pani|paní|sig|ra)\b[.\-]*(?:ing\b\.?)?\s*)+",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_]{2,}(?:['’\-][^\W\d_]{2,})*")
_EMPLOYED_AS = """
    accountant administration administrator adviser advisor analyst assistant consultant
    coordinator developer director employee engineer executive expert finance financial head
    junior lead leader manager officer partner person project researcher senior specialist staff
    student support team technician trainee worker
    assistenz assistent assistentin berater buchhalter buchhaltung fachkraft finanzmanager
    hilfskraft koordinator koordinatorin leiter leiterin leitung mitarbeiter mitarbeiterin
    mitarbeitende personal projekt projektassistenz projektleiter projektleitung projektmanager
    projektmanagerin referent referentin sachbearbeiter sachbearbeiterin techniker
    asystent dyrektor ekspert inżynier kierownik koordynator księgowa księgowy osoba pracownik
    projektu specjalista
    asistent finanční hlavní koordinátor manažer odborník pracovník projektový ředitel
    specialista účetní zaměstnanec
    finančný manažér odborný riaditeľ zamestnanec
    asszisztens igazgató koordinátor menedzser munkatárs pénzügyi projektmenedzser
    szakértő vezető
    asistentka direktor sodelavec strokovnjak vodja računovodja
    assistente collaboratore coordinatore dipendente direttore esperto impiegato progetto
    responsabile tecnico
    assistent ekspert juht koordinaator projektijuht raamatupidaja spetsialist töötaja
"""
_FUNCTIONS = frozenset(_EMPLOYED_AS.split())
"""What people are employed as, in the languages of the partners; it names no person."""


def without_addresses(text: str) -> str:
    """A text whose e-mail addresses are hidden.

    >>> without_addresses("ask jan@example.org")
    'ask […]'
    """
    return ADDRESS.sub(HIDDEN, text) if "@" in text else text


def looks_like_a_person(reference: str) -> bool:
    """Whether a reference that should say nothing is an e-mail address or looks like a full name.

    >>> looks_like_a_person("Kowalska, Anna"), looks_like_a_person("Dr. Jana Nováková")
    (True, True)
    >>> looks_like_a_person("S1"), looks_like_a_person("Project Manager")
    (False, False)
    """
    if "@" in reference:
        return bool(ADDRESS.search(reference))
    plain = _TITLES.sub("", reference.strip(), count=1)
    words = plain.replace(",", " ").split()
    return (
        2 <= len(words) <= 4
        and all(
            _NAME.fullmatch(word) and word[0].isupper() and word.casefold() not in _FUNCTIONS
            for word in words
        )
        and not all(len(word) <= 3 for word in words)
    )
