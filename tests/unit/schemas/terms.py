"""The required terms of the field, by language: what an English term always becomes.

The word of the left, wherever a sentence holds it, becomes the pattern of the right, so that a
reader can search for it. Patterns are stems, because words are declined.
"""

TERMS: dict[str, dict[str, str]] = {
    "de": {
        r"\bflat rates?\b": r"pauschale",
        r"\bown contribution\b": "Eigenanteil",
        r"\bEU share\b": "EU-Anteil",
        r"\bcontroller": "prüf",
        r"\blead partner\b": "Lead-Partner",
        r"\beligible\b": "förderfähig",
        r"\bparked\b": "zurückgestellt",
        r"\bcredit note\b": "Gutschrift",
        r"\bnil report\b": "Fehlanzeige",
        r"\bsign(ed)? off\b": "freigegeben|frei\\b",
    },
    "cs": {
        r"\bflat rates?\b": r"paušální(ch|mi)? saz",
        r"\blump sums?\b": r"jednorázov\w+ část",
        r"\bown contribution\b": r"vlastní\w* podíl",
        r"\bEU share\b": r"podíl\w* EU",
        r"\bEU rate\b": r"mír\w+ spolufinancování",
        r"\bcontroller": r"kontrolo[rř]",
        r"\blead partner\b": r"hlavní\w* partner",
        r"\beligible\b": r"způsobil",
        r"\bparked\b": r"pozastav",
        r"\bcredit note\b": r"dobropis",
        r"\bnil report\b": r"nulové hlášení",
        r"\bsign(ed)? off\b": r"schvál",
        r"\bpayment claim\b": r"žádost o platbu",
        r"\blist of expenditure\b": r"soupisk\w+ výdajů",
        r"\breporting period\b": r"vykazovan\w+ období",
        r"\bcost categor": r"kategori\w+ nákladů",
        r"\bproof of payment\b": r"doklad\w* o úhradě",
    },
    "pl": {
        r"\bflat rates?\b": r"staw\w+ ryczałtow",
        r"\blump sums?\b": "kwot\\w+ ryczałtow",
        r"\bown contribution\b": "wkład\\w* własn",
        r"\bEU share\b": "udział\\w* UE",
        r"\bEU rate\b": "stop\\w+ dofinansowania",
        r"\bcontroller": "kontroler",
        r"\blead partner\b": "partner\\w* wiodąc",
        r"\beligible\b": "kwalifikowaln",
        r"\bparked\b": "wstrzym",
        r"\bcredit note\b": "faktur\\w+ korygując",
        r"\bnil report\b": "raport zerowy",
        r"\bsign(ed)? off\b": "zatwierdz",
        r"\bpayment claim\b": "wniosek o płatność",
        r"\blist of expenditure\b": "zestawienie wydatków",
        r"\breporting period\b": "okres\\w* sprawozdawcz",
        r"\bcost categor": "kategori\\w+ kosztów",
        r"\bproof of payment\b": "dowod\\w+ zapłaty|dowód zapłaty",
    },
    "sk": {
        r"\bflat rates?\b": r"paušáln\w+ sadz",
        r"\blump sums?\b": r"jednorazov\w+ plat",
        r"\bown contribution\b": r"vlastn\w+ podiel",
        r"\bEU share\b": r"podiel\w* EÚ",
        r"\bEU rate\b": r"mier\w+ spolufinancovania",
        r"\bcontroller": r"kontrol[óo]r",
        r"\blead partner\b": r"hlavn\w+ partner",
        r"\beligible\b": r"oprávnen",
        r"\bparked\b": r"pozastav",
        r"\bcredit note\b": r"dobropis",
        r"\bnil report\b": r"nulové hlásenie",
        r"\bsign(ed)? off\b": r"schvál",
        r"\bpayment claim\b": r"žiadosť o platbu",
        r"\blist of expenditure\b": r"zoznam\w* výdavkov",
        r"\breporting period\b": r"vykazovan\w+ obdob",
        r"\bcost categor": r"kategóri\w+ nákladov",
        r"\bproof of payment\b": r"doklad\w* o úhrade",
    },
}

THE_SAME: dict[str, set[str]] = {
    "de": {
        "Budget",
        "Budget {amount}",
        "Code",
        "Partner",
        "Software",
        "Status",
        "Version",
    },
    "cs": {"Limit", "Partner"},
    "pl": {"Limit", "Partner", "VAT"},
    "sk": {"Limit", "Partner"},
}
"""Sentences that another language writes as English does."""

ENGLISH_WORDS = {
    "the",
    "of",
    "and",
    "are",
    "not",
    "with",
    "for",
    "row",
    "file",
    "sheet",
    "item",
}
"""Words that only an untranslated sentence holds, where no placeholder or file name explains it."""

OWN_WORDS: dict[str, set[str]] = {}
"""Which of these words a language has as words of its own."""
