"""Entities and figures that a draft proposes, where the text says so plainly: a person decides."""

import json
import re
from collections.abc import Sequence

from corpus.importing.marks import plain, squeezed
from corpus.importing.outline import Ids
from corpus.importing.records import Part
from corpus.languages import Language, language

ACRONYM = re.compile(r"\(([A-Z][A-Z&-]{1,9})\)")
SMALL = re.compile("a|and|d|de|des|du|et|for|in|l|la|le|les|of|on|pour|the|to|sur|aux|au|en", re.I)
KINDS = (
    ("ministry", r"minist"),
    ("law", r"\b(act|law|loi|code|constitution)\b"),
    ("policy", r"polic|politique|strateg|stratég|charte|\bplan\b"),
    ("programme", r"program|project|projet|initiative|fund\b|fonds\b"),
    (
        "institution",
        r"direct|council|conseil|agen|delegation|délégation|centre|institut|commission",
    ),
)
NUMBER = r"[$€£]?\s?\d[\d.,  ]*\d|\d"
LABELLED = re.compile(
    rf"(?P<label>[^\W\d][^:;.?!]{{2,70}}):\s*(?P<value>{NUMBER})\s*"
    r"(?P<unit>%|[^\W\d]\w{0,11}(?: \w{1,11})?)?\.?"
)


def cards(parts: Sequence[Part], code: str) -> dict[int, list[str]]:
    """Return the blocks to set below each part, by its number."""
    entities, figures = _Entities(code), _Figures(code)
    proposed: dict[int, list[str]] = {}
    for number, part in enumerate(parts):
        if part.kind in {"paragraph", "list", "table"}:
            found = [*entities.of(part), *figures.of(part)]
            if found and _below_text(parts, number):
                proposed[number] = found
    return proposed


def _below_text(parts: Sequence[Part], number: int) -> bool:
    """A long table is cut into passages: what it states may not stand in the last of them."""
    return parts[number].kind != "table" or len(parts[number].rows) <= 20


class _Entities:
    """Names with their acronym in parentheses behind them, where its letters are their initials."""

    def __init__(self, code: str) -> None:
        self.code, self.ids, self.seen = code, Ids(), set[str]()

    def of(self, part: Part) -> list[str]:
        return [self._card(name, acronym) for name, acronym in self._found(part)]

    def _found(self, part: Part) -> list[tuple[str, str]]:
        found = []
        for text in part.texts:
            words = squeezed(plain(text))
            for match in ACRONYM.finditer(words):
                name = spelled_out(words[: match.start()], match[1])
                if name and match[1] not in self.seen:
                    self.seen.add(match[1])
                    found.append((name, match[1]))
        return found

    def _card(self, name: str, acronym: str) -> str:
        kind = next((k for k, rule in KINDS if re.search(rule, name, re.I)), "organisation")
        own = json.dumps(name, ensure_ascii=False)
        lines = f"id: {self.ids.new(acronym, 'entity')}\nkind: {kind}\nacronym: {acronym}"
        return f"```entity\n{lines}\nnames:\n  {self.code}: {own}\n```"


def spelled_out(before: str, acronym: str) -> str | None:
    """Return the name at the end of some words whose initials are the acronym's letters.

    >>> spelled_out("The General Delegation of Malians Abroad ", "GDMA")
    'General Delegation of Malians Abroad'
    >>> spelled_out("It was founded in Bamako ", "DGME") is None
    True
    """
    letters = [c for c in acronym if c.isalpha()]
    words = before.split()
    for count in range(len(letters), min(len(words), 2 * len(letters) + 3) + 1):
        name = words[-count:]
        initials = [w[0].upper() for part in name for w in re.split(r"[-'’]", part) if _counts(w)]
        if initials == letters and _counts(name[0]) and name[0][0].isupper():
            return " ".join(name)
    return None


def _counts(word: str) -> bool:
    return bool(word) and not SMALL.fullmatch(word) and word[0].isalpha()


class _Figures:
    """A label, a colon, a number: "Remittances as a share of GDP: 5.52%"; rows of two cells."""

    def __init__(self, code: str) -> None:
        self.language, self.ids = language(code), Ids()

    def of(self, part: Part) -> list[str]:
        rows = part.rows[1:] if len(part.rows) > 1 and len(part.rows[0]) == 2 else ()
        head = part.rows[0] if rows else ("", "")
        unit = plain(head[1])
        texts = [f"{plain(a)}: {plain(b)}" for a, b in rows]
        texts += _statements(part) if part.kind == "paragraph" else []
        return [card for t in texts if (card := self._card(squeezed(t), unit))]

    def _card(self, text: str, unit: str) -> str | None:
        found = LABELLED.fullmatch(text)
        value = number(found["value"], self.language) if found else None
        if found is None or value is None:
            return None
        label, own = found["label"].strip(), (found["unit"] or unit or "").strip()
        told = re.search(r"\(([^)]{1,30})\)\s*$", label)
        lines = [
            f"id: {self.ids.new(label, 'figure')}",
            f"label: {json.dumps(label, ensure_ascii=False)}",
            f"value: {value:g}" if value < 1e5 else f"value: {int(value)}",
            f"unit: {json.dumps(own or (told[1] if told else ''), ensure_ascii=False)}",
            f"as_written: {json.dumps(found['value'].strip(), ensure_ascii=False)}",
        ]
        return "```figure\n" + "\n".join(lines) + "\n```"


def _statements(part: Part) -> list[str]:
    """A paragraph of "label: number" statements, one behind the other."""
    text = squeezed(plain(part.texts[0]))
    statements = re.findall(rf"[^\W\d][^:;.?!]{{2,70}}:\s*(?:{NUMBER})\s?%?", text)
    whole = len("".join(statements)) > 0.9 * len(text.replace(" ", ""))
    return statements if whole else []


def number(written: str, of: Language) -> float | None:
    """Return the value of a number as a language writes it, None where it isn't one.

    >>> number("1,153", language("en")), number("5,52", language("fr"))
    (1153.0, 5.52)
    """
    digits = re.sub(r"[$€£\s  ]", "", written).rstrip(".,")
    thousands, decimal = ("" if of.thousands == " " else of.thousands), of.decimal
    shape = rf"\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+|\d+" if thousands else r"\d+"
    if not re.fullmatch(rf"(?:{shape})(?:{re.escape(decimal)}\d+)?", digits):
        return None
    return float((digits.replace(thousands, "") if thousands else digits).replace(decimal, "."))
