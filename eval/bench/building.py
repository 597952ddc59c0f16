"""What building the index costs against encoding its texts alone; and after one changed passage."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from corpus.records import Passage, Profile
from eval.bench.tables import Cell, Table
from index.build import build
from index.encoders import Encoder
from index.generations import Generations
from index.parts import BATCH
from index.search import Index
from index.texts import in_context, sentences_in_context


def building_costs(profiles: Sequence[Profile], encoder: Encoder) -> Table:
    """Encode alone, build, build again with one passage changed, load: one after the other."""
    passages = [p for profile in profiles for p in profile.passages]
    texts = [in_context(p) for p in passages]
    texts += [s for p in passages for s in sentences_in_context(p)]
    changed = [with_one_change(profiles[0]), *profiles[1:]]
    with TemporaryDirectory() as folder:
        generations = Generations(Path(folder))
        seconds: dict[str, float] = {}
        begin = perf_counter()
        encoder.model.encode_document(texts, batch_size=BATCH, show_progress_bar=False)
        seconds["encoding alone"] = perf_counter() - begin
        begin = perf_counter()
        build(profiles, encoder, generations)
        seconds["index build"] = perf_counter() - begin
        begin = perf_counter()
        name = build(changed, encoder, generations)
        seconds["re-index, one passage changed"] = perf_counter() - begin
        begin = perf_counter()
        Index.load(generations, name)
        seconds["loading the index"] = perf_counter() - begin
    alone = seconds["encoding alone"]
    rows: list[dict[str, Cell]] = [
        {"step": step, "seconds": value, "ratio": value / alone} for step, value in seconds.items()
    ]
    return Table(
        name="Building the index",
        note=f"{len(texts)} texts ({len(passages)} passages and their sentences); ratio: against "
        "encoding alone.",
        rows=tuple(rows),
    )


def with_one_change(profile: Profile) -> Profile:
    """Return a profile whose first passage has another last character."""
    changed = False
    sections = []
    for section in profile.sections:
        passages = list(section.passages)
        if passages and not changed:
            passages[0], changed = _changed(passages[0]), True
        sections.append(section.model_copy(update={"passages": tuple(passages)}))
    return profile.model_copy(update={"sections": tuple(sections), "sha256": "changed"})


def _changed(passage: Passage) -> Passage:
    """The same length, so that sentences and quotes keep their places."""
    return Passage.model_validate(passage.model_dump() | {"text": f"{passage.text[:-1]}!"})
