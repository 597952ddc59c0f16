"""What a run is asked of: a set's path → its questions → an assistant over the right index."""

from collections.abc import Callable
from pathlib import Path

from assistant.ask import Assistant
from assistant.retrieve import Weights
from corpus.errors import InputError
from eval.collection import read_collection
from eval.collection_index import collection_index
from eval.read import read_set
from eval.records import EvalSet, Mode
from eval.vectors import VectorCache
from index.encoders import Encoder
from index.parts import Progress


def read_target(path: Path, split: str | None = None) -> EvalSet:
    """Read a JSONL set, or a BEIR or TREC folder. Raises `InputError`."""
    if path.is_dir():
        return read_collection(path, split)
    if not path.exists():
        raise InputError(
            f"There is no set {path}. Give a JSONL file, or a folder as BEIR or TREC has it."
        )
    return EvalSet(name=path.stem, questions=tuple(read_set(path, split)))


def limited(asked: EvalSet, limit: int | None) -> EvalSet:
    """Keep `limit` questions, evenly spread over the set."""
    count = len(asked.questions)
    if limit is None or limit >= count:
        return asked
    kept = tuple(asked.questions[i * count // limit] for i in range(limit))
    return asked.model_copy(update={"questions": kept})


def weights_of(mode: Mode) -> Weights:
    """Return the weights of the fusion for a mode."""
    weights = Weights()
    if mode == "dense":
        return weights.without_lexical()
    return weights.without_dense() if mode == "lexical" else weights


class Targets:
    """Assistants for sets: over the profiles' index, or over an index of the set's documents."""

    def __init__(self, profiles: Callable[[], Assistant], encoder: Callable[[], Encoder]) -> None:
        """Take how to load the profiles' assistant, and the encoder alone; each at need, once."""
        self._load_profiles, self._load_encoder = profiles, encoder
        self._of_profiles: Assistant | None = None
        self._encoder: Encoder | None = None

    def assistant(
        self, asked: EvalSet, mode: Mode, cache_folder: Path, progress: Progress
    ) -> Assistant:
        """Return the assistant to ask. Raises what loading, encoding or writing raises."""
        if asked.documents is None:
            of_profiles = self._profiles()
            if mode == "hybrid":
                return of_profiles
            return Assistant(of_profiles.index, of_profiles.encoder, weights_of(mode))
        cache = VectorCache(cache_folder, self.encoder())
        index = collection_index(asked.documents, cache, progress)
        return Assistant(index, self.encoder(), weights_of(mode))

    def encoder(self) -> Encoder:
        """Return the encoder."""
        if self._of_profiles is not None:
            return self._of_profiles.encoder
        self._encoder = self._encoder or self._load_encoder()
        return self._encoder

    def _profiles(self) -> Assistant:
        self._of_profiles = self._of_profiles or self._load_profiles()
        return self._of_profiles
