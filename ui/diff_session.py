"""From two paths to a finished comparison; the encoder is loaded where a set is asked only."""

from collections.abc import Sequence
from pathlib import Path

from corpus.differences import Differences, differences
from corpus.errors import InputError
from corpus.profiles import load_profile, load_profiles
from corpus.records import Profile, Record
from eval.changed_answers import ChangedAnswer, outdated, reanswered
from ui.settings import Settings
from ui.terminal import Terminal


class Compared(Record):
    """What `diaspora diff` found: a record for each profile and language, and changed answers.

    `checked` is how many answers were looked at, None where none were given.
    """

    profiles: tuple[Differences, ...]
    only_old: tuple[str, ...] = ()
    only_new: tuple[str, ...] = ()
    checked: int | None = None
    answers: tuple[ChangedAnswer, ...] = ()


def compared(
    old: Path,
    new: Path,
    answers: Path | None,
    questions: Path | None,
    settings: Settings,
    terminal: Terminal,
) -> Compared:
    """Compare editions. Raises `ProfileError`, `InputError`."""
    befores, afters = _loaded(old), _loaded(new)
    pairs = _pairs(befores, afters)
    found = Compared(
        profiles=tuple(differences(a, b) for a, b in pairs),
        only_old=_names(befores, [a for a, _ in pairs]),
        only_new=_names(afters, [b for _, b in pairs]),
    )
    if answers:
        return _with_saved(found, answers, afters)
    return _with_set(found, questions, befores, afters, settings, terminal) if questions else found


def _loaded(path: Path) -> tuple[Profile, ...]:
    return load_profiles(path) if path.is_dir() else (load_profile(path),)


def _pairs(old: Sequence[Profile], new: Sequence[Profile]) -> list[tuple[Profile, Profile]]:
    by_key = {(p.id, p.language): p for p in new}
    pairs = [(p, by_key[p.id, p.language]) for p in old if (p.id, p.language) in by_key]
    if pairs or len(old) != len(new) or len(old) != 1:
        return pairs
    if old[0].language != new[0].language:
        raise InputError(
            f"OLD is in {old[0].language}, NEW in {new[0].language}. Compare one language."
        )
    return [(old[0], new[0])]


def _names(profiles: Sequence[Profile], paired: Sequence[Profile]) -> tuple[str, ...]:
    return tuple(f"{p.id}.{p.language}" for p in profiles if p not in paired)


def _with_saved(found: Compared, answers: Path, editions: Sequence[Profile]) -> Compared:
    from assistant.answer import Answer
    from eval.read import read_lines

    saved = [answer for _, answer in read_lines(answers, Answer)]
    changed = tuple(outdated(saved, editions))
    return found.model_copy(update={"checked": len(saved), "answers": changed})


def _with_set(
    found: Compared,
    questions: Path,
    old: Sequence[Profile],
    new: Sequence[Profile],
    settings: Settings,
    terminal: Terminal,
) -> Compared:
    """Ask a set of both editions, each in an index in memory."""
    from assistant.ask import Assistant
    from eval.collection_index import profiles_index
    from eval.read import read_set
    from eval.vectors import VectorCache
    from index.encoders import find_encoder, open_encoder
    from ui.batch import BatchQuestion, answers

    asked = [BatchQuestion(id=q.id, turns=q.turns) for q in read_set(questions)]
    with terminal.waiting("Asking both editions…"):
        encoder = open_encoder(find_encoder(settings.encoder, settings.encoders))
        cache = VectorCache(settings.eval_cache, encoder)
        both = [
            list(answers(Assistant(profiles_index(p, cache, _quietly), encoder), asked))
            for p in (old, new)
        ]
    changed = tuple(reanswered(both[0], both[1], new))
    return found.model_copy(update={"checked": len(asked), "answers": changed})


def _quietly(_done: int, _total: int) -> None:
    """Show no bar: both editions are encoded in one wait."""
