"""`diaspora corpus …`: check the profiles and read them."""

from typing import Annotated

import typer

from corpus.errors import InputError, ParityError
from corpus.records import Profile
from ui.options import Json, Profiles
from ui.settings import settings_with

corpus_app = typer.Typer(
    help="Check the profiles and read them.", no_args_is_help=True, rich_markup_mode="rich"
)


@corpus_app.command(epilog="Example: diaspora corpus check")
def check(as_json: Json = False, profiles: Profiles = None) -> None:
    """Read every profile, and prove that the languages of each say the same."""
    import json

    from corpus.parity import differences
    from corpus.profiles import load_profiles
    from ui.terminal import Terminal

    loaded = load_profiles(settings_with(profiles=profiles).profiles)
    found = differences(loaded)
    counts = [_counts(profile) for profile in loaded]
    terminal = Terminal()
    if as_json:
        report = {"profiles": counts, "differences": found}
        terminal.data(json.dumps(report, ensure_ascii=False, indent=2))
    for row in counts if not as_json else ():
        name = f"{row.pop('profile')}.{row.pop('language')}"
        terminal.line(f"{name}: " + ", ".join(f"{v} {k}" for k, v in row.items()))
    if found:
        raise ParityError(found)
    if not as_json:
        terminal.line("The languages of each profile say the same.")


def _counts(p: Profile) -> dict[str, str | int]:
    return {
        "profile": p.id,
        "language": p.language,
        "edition": p.source.edition,
        "sections": len(p.sections),
        "passages": len(p.passages),
        "sentences": sum(len(x.sentences) for x in p.passages),
        "entities": len(p.entities),
        "figures": len(p.figures),
        "footnotes": len(p.footnotes),
        "caveats": sum(len(x.caveats) for x in p.passages),
    }


@corpus_app.command(epilog="Example: diaspora corpus show mali/tokten#1 --lang fr")
def show(
    place: Annotated[
        str, typer.Argument(help="A profile, a section or a passage: mali/tokten#1.")
    ] = "",
    lang: Annotated[str | None, typer.Option(help="Only this language, for example fr.")] = None,
    as_json: Json = False,
    profiles: Profiles = None,
) -> None:
    """Show passages with their footnotes and caveats."""
    from pydantic import TypeAdapter

    from corpus.profiles import load_profiles
    from corpus.records import Passage
    from ui.terminal import Terminal

    found = tuple(
        passage
        for profile in load_profiles(settings_with(profiles=profiles).profiles)
        for passage in profile.passages
        if passage.id.startswith(place) and lang in {None, passage.language}
    )
    if not found:
        raise InputError(f"No passage begins with {place!r}. See: diaspora corpus show")
    terminal = Terminal()
    if as_json:
        terminal.data(TypeAdapter(tuple[Passage, ...]).dump_json(found, indent=2).decode())
        return
    for passage in found:
        terminal.passage(passage)
