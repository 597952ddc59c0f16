"""Every error of the project, in one tree.

DiasporaError                 the message is one sentence fit for a user; `exit_code` for a shell
├── ProfileError              a profile can't be read: file, line, what is wrong, the mend
├── ImportRefused             an original can't be imported: file, page or line, problem, mend
├── ParityError               two languages of a profile don't say the same
├── EncoderError              the encoder is missing, damaged or not what it should be
├── IndexProblem              exit code 3
│   ├── IndexMissing          nothing has been built yet
│   ├── IndexStale            built from another corpus, encoder or format
│   ├── IndexLocked           somebody else is building it
│   └── IndexDamaged          a file's bytes are not those that were written
├── StorageError              the data directory can't be written or read
├── QuestionError             a question that can't be asked: empty, too long
├── InputError                a file or option given by the user can't be used
│   └── NothingPasses         a filter leaves no passage to search
└── BrokenInvariant           a bug: an answer that is not what it claims to be
"""

from pathlib import Path


class DiasporaError(Exception):
    """Root of the tree. `str(error)` is one sentence fit for a user."""

    exit_code = 2


class ProfileError(DiasporaError):
    """A profile file can't be read.

    Attributes: `path`, `line` (1-based), `problem` (what is wrong), `mend` (what to do).
    """

    def __init__(self, path: Path | str, line: int, problem: str, mend: str) -> None:
        """Compose the sentence `path:line: problem. mend.`"""
        self.path, self.line, self.problem, self.mend = Path(path), line, problem, mend
        super().__init__(f"{path}:{line}: {problem}. {mend}.")


class ImportRefused(DiasporaError):
    """An original can't be imported.

    Attributes: `path`, `line` and `page` (1-based, None where there is none), `problem`, `mend`.
    """

    def __init__(
        self,
        path: Path | str,
        problem: str,
        mend: str,
        *,
        line: int | None = None,
        page: int | None = None,
    ) -> None:
        """Compose the sentence `path:line: problem. mend.`, or `path: page 3: problem. mend.`"""
        self.path, self.problem, self.mend = Path(path), problem, mend
        self.line, self.page = line, page
        place = f":{line}" if line else f": page {page}" if page else ""
        super().__init__(f"{path}{place}: {problem}. {mend}.")


class ParityError(DiasporaError):
    """Two languages of a profile differ. Attribute: `differences`, one sentence each."""

    exit_code = 1

    def __init__(self, differences: list[str]) -> None:
        """Compose one line a difference."""
        self.differences = differences
        super().__init__("\n".join(differences))


class EncoderError(DiasporaError):
    """The encoder is missing, damaged or not what it should be."""


class IndexProblem(DiasporaError):
    """The index can't be used as it is."""

    exit_code = 3


class IndexMissing(IndexProblem):
    """Nothing has been built in this data directory yet."""


class IndexStale(IndexProblem):
    """The index was built from something else. Attribute: `reasons`, one phrase each."""

    def __init__(self, reasons: list[str]) -> None:
        """Compose the sentence with its mend."""
        self.reasons = reasons
        super().__init__(f"The index is stale: {'; '.join(reasons)}. Run: diaspora index build")


class IndexDamaged(IndexProblem):
    """A file of the index is not what was written. Attributes: `path`, `problem`."""

    def __init__(self, path: Path | str, problem: str) -> None:
        """Compose the sentence with its mend."""
        self.path, self.problem = Path(path), problem
        super().__init__(
            f"The index is damaged: {path} {problem}. Run: diaspora index build --force"
        )


class IndexLocked(IndexProblem):
    """Somebody else is building the index. Attribute: `holder`, who."""

    def __init__(self, holder: str) -> None:
        """Compose the sentence with its mend."""
        self.holder = holder
        super().__init__(f"The index is locked by {holder}. Wait until that build has ended.")


class StorageError(DiasporaError):
    """The data directory can't be written or read. Attribute: `path`."""

    def __init__(self, path: Path | str, reason: str) -> None:
        """Compose the sentence with its mend."""
        self.path = Path(path)
        super().__init__(
            f"Can't write to {path}: {reason}. Choose another place with --data-dir or "
            "DIASPORA_DATA_DIR."
        )


class QuestionError(DiasporaError):
    """A question that can't be asked."""


class InputError(DiasporaError):
    """A file or option given by the user can't be used."""


class NothingPasses(InputError):
    """A filter leaves no passage to search."""


class BrokenInvariant(DiasporaError):
    """A bug: an answer that is not what it claims to be."""

    exit_code = 1
