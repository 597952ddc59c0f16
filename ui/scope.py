"""What is searched: the choice in the page's heading, in its links, and said below a question."""

from collections.abc import Iterable, Sequence
from urllib.parse import parse_qsl, urlencode

from corpus.records import Profile
from index.filters import Filter
from ui.texts import Words, country, inert, month, shown

LONGEST = 100
Names = dict[str, str]


def filter_from(query: str) -> Filter:
    """Read a filter from a link's query; what isn't of a filter is left alone.

    >>> filter_from("q=Who%3F&lang=en&section=practices")
    Filter(country='', language='', section='practices', edition='')
    """
    known = {name: value[:LONGEST] for name, value in parse_qsl(query)}
    return Filter(**{name: known[name] for name in Filter.model_fields if name in known})


def query_of(wanted: Filter) -> str:
    """Write a filter as it stands in a link.

    >>> query_of(Filter(country="ML", section="practices"))
    'country=ML&section=practices'
    """
    return urlencode({name: value for name, value in wanted if value})


def choices(profiles: Sequence[Profile], words: Words) -> dict[str, Names]:
    """Return what can be chosen of each kind: value → name, in the order of the profiles."""
    of_country = {p.country: country(p.country, words.language) for p in profiles}
    of_language = {p.language: words.written_in.get(p.language, p.language) for p in profiles}
    of_edition = {e: month(e, words.language) for e in _editions(profiles)}
    return {
        "country": of_country,
        "section": _chapters(profiles, words.language),
        "language": of_language,
        "edition": of_edition,
    }


def _editions(profiles: Iterable[Profile]) -> list[str]:
    return sorted({q.edition for p in profiles for q in p.passages}, reverse=True)


def _chapters(profiles: Sequence[Profile], language: str) -> Names:
    """The chapters that hold passages, by id; named in a language where a profile has it."""
    found: Names = {}
    for profile in sorted(profiles, key=lambda p: p.language != language):
        filled = {passage.path[0] for passage in profile.passages}
        for section in profile.sections:
            if len(section.path) == 1 and section.title in filled:
                found.setdefault(section.id, section.title)
    return found


def where(wanted: Filter, profiles: Sequence[Profile], words: Words) -> str:
    """Name what is searched: "Effective practices · in French"; nothing where it is everything."""
    names = choices(profiles, words)
    return " · ".join(names[n].get(v, v) for n in names if (v := getattr(wanted, n)))


def scope(label: str, wanted: Filter, profiles: Sequence[Profile], words: Words) -> str:
    """Render the choice behind `label`; only the label where there is nothing to choose among."""
    named = shown(label, words.language)
    selects = "".join(
        _select(name, known, getattr(wanted, name), words)
        for name, known in choices(profiles, words).items()
        if len(known) > 1 or getattr(wanted, name)
    )
    if not selects:
        return f'<p class="profile">{named}</p>'
    only = shown(where(wanted, profiles, words), words.language)
    return (
        f'<details class="profile scope"><summary>{named} <span class="only">{only}</span>'
        f'</summary><div class="choice"><p>{inert(words.scope.lead)}</p>{selects}</div></details>'
    )


def _select(name: str, known: Names, chosen: str, words: Words) -> str:
    """One kind; a value that nothing has, as in an old link, stays to be seen and changed."""
    every = {"": words.scope.everything, **({chosen: chosen} if chosen else {}), **known}
    options = "".join(
        f'<option value="{inert(value)}"{" selected" if value == chosen else ""}>'
        f"{shown(label, words.language)}</option>"
        for value, label in every.items()
    )
    label = inert(getattr(words.scope, name))
    return f'<label>{label} <select name="{name}">{options}</select></label>'
