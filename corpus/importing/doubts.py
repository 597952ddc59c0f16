"""What looks wrong in a text that was taken apart: for a person to look at, nothing is changed."""

import re
from collections.abc import Iterable, Iterator, Sequence

from corpus.importing.marks import plain, squeezed
from corpus.importing.notes import place_of
from corpus.importing.records import Doubt, Part
from corpus.languages import known_languages, language

VOWELS = "aeiouyàâäáãåæçéèêëíìîïóòôöõøœúùûüýÿ"
WRONGLY_DECODED = re.compile(r"Ã[\x80-\xbf©¨ª«¢´®¯]|â€[™œ\x9d“”¦]|�")
TWICE = re.compile(r"[$€£]\s?\d[\d.,]*\s?(?:bn|mn|million|billion|milliards?)?\s?(?:USD|EUR|GBP)\b")
LARGE = re.compile(r"[$€£]?\s?\d{3}(?:[.,]\d+)?\s?(?:bn|billions?|milliards?)\b")
NUMBER_WORDS = {
    "two": 2,
    "deux": 2,
    "three": 3,
    "trois": 3,
    "four": 4,
    "quatre": 4,
    "five": 5,
    "cinq": 5,
}
COUNTED = re.compile(rf"\b({'|'.join(NUMBER_WORDS)})\s+\w+\s*\(([^)]{{5,300}})\)", re.I)
BETWEEN_ITEMS = re.compile(r"\s(?:and|et|or|ou)\s|,\s")
# of words of English, French and names from West Africa
BEGINNINGS = re.compile(
    r"bl|br|ch|chr|cl|cr|dj|dr|dw|fl|fr|gh|gl|gn|gr|kh|kl|kn|kr|ll|mb|mc|"
    r"mn|ng|nd|nj|ph|phl|phr|pl|pn|pr|ps|pt|qu|rh|sc|sch|schr|scl|scr|sh|"
    r"shr|sk|sl|sm|sn|sp|sph|spl|spr|sq|squ|st|str|sv|sw|th|thr|tr|ts|tch|"
    r"tw|vl|vr|wh|wr|zh|gw|mv|nt|nk|fj|ky|hr|pf|rw|tl"
)


def doubts_of(parts: Sequence[Part], file: str) -> list[Doubt]:
    """Look through all parts of a file."""
    accented = _accented(parts)
    found: list[Doubt] = []
    for number, part in enumerate(parts):
        where = place_of(part, file)
        texts = [squeezed(plain(t)) for t in (*part.texts, *(" ".join(r) for r in part.rows))]
        for text in texts:
            for about, words in _in(text, accented):
                found.append(Doubt(about=about, where=where, text=words))
        if _lonely(parts, number):
            about = "stands alone, without a sentence or a value: is something missing?"
            found.append(Doubt(about=about, where=where, text=texts[0]))
    return found


def _in(text: str, accented: dict[str, str]) -> Iterator[tuple[str, str]]:
    if WRONGLY_DECODED.search(text):
        yield "letters that were decoded wrongly", text[:80]
    for word in dict.fromkeys(re.findall(r"[^\W\d_]{4,}", text)):
        if whole := accented.get(word.lower()):
            yield f"missing accents: «{word}» may be «{whole}»", _around(text, word)
        elif cannot_begin(word):
            yield f"letters may be missing: «{word}»", _around(text, word)
    for money in TWICE.findall(text):
        yield "names its currency twice", _around(text, money)
    for money in LARGE.findall(text):
        yield "a hundred thousand million or more: check the unit", _around(text, money.strip())
    for match in COUNTED.finditer(text):
        count = len([item for item in BETWEEN_ITEMS.split(match[2]) if item.strip()])
        if count > 1 and count != NUMBER_WORDS[match[1].lower()]:
            yield f"says «{match[1]}» and lists {count}", match[0]


def cannot_begin(word: str) -> bool:
    """Tell whether no word begins with such consonants, so that a vowel may be lost.

    >>> cannot_begin("Fdration"), cannot_begin("Strategy"), cannot_begin("UNDP")
    (True, False, False)
    """
    low = word.lower()
    start = re.match(rf"[^{VOWELS}]*", low)
    consonants = start[0] if start else ""
    if word.isupper() or len(word) < 5 or len(consonants) < 2 or consonants == low:
        return False
    return BEGINNINGS.fullmatch(consonants) is None


def _accented(parts: Iterable[Part]) -> dict[str, str]:
    """Map words that lost their accented letters to what they were: known ones and the file's own.

    "Fdration" is "fédération" without its é. What is a word by itself in the file is left out.
    """
    texts = " ".join(t for p in parts for t in (*p.texts, *(c for r in p.rows for c in r)))
    own = {w.lower() for w in re.findall(r"[^\W\d_]{4,}", texts)}
    known = {w for code in known_languages() for w in language(code).accented}
    words = known | {w for w in own if not w.isascii()}
    stripped = {"".join(c for c in w if c.isascii()): w for w in sorted(words)}
    plain_own = {w for w in own if w.isascii()}
    return {bare: w for bare, w in stripped.items() if len(bare) > 3 and bare in plain_own}


def _around(text: str, words: str) -> str:
    at = text.find(words)
    start, end = max(0, at - 30), at + len(words) + 40
    return ("…" if start else "") + text[start:end].strip() + ("…" if end < len(text) else "")


def _lonely(parts: Sequence[Part], number: int) -> bool:
    """A few words without an end, and no list or table below: often a label without its value."""
    part = parts[number]
    if part.kind != "paragraph":
        return False
    words = squeezed(plain(part.texts[0]))
    follows = parts[number + 1].kind if number + 1 < len(parts) else "heading"
    ended = words.endswith((".", "!", "?", ";", "»", '"', ")"))
    told = ":" in words and not words.endswith(":")
    return len(words.split()) <= 9 and not ended and not told and follows not in {"list", "table"}
