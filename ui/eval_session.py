"""From settings to finished eval runs, with a bar on the terminal meanwhile."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from assistant.ask import Assistant
from eval.ablate import Row, ablate, variants
from eval.calibrate import Judged, judged
from eval.collection_index import bare_index
from eval.compare import compare, under
from eval.records import EvalSet, Results, RunSettings
from eval.remembering import RememberingEncoder
from eval.report import write_report
from eval.results import cut, results, write_baseline, write_results
from eval.run import outcomes
from eval.targets import Targets
from eval.vectors import VectorCache
from index.calibration import Calibration
from index.encoders import Encoder
from ui.eval_files import EvalFiles
from ui.files import write_text
from ui.session import loaded_assistant
from ui.settings import Settings
from ui.terminal import Terminal
from ui.terminal_eval import show_comparison, show_results

FLIPS = 5  # changed questions shown a measure


class Session:
    """Runs sets one after another; index and encoder are loaded when first needed, once."""

    def __init__(self, settings: Settings, terminal: Terminal) -> None:
        """Take the settings and the terminal that shows the wait."""
        self.settings, self.terminal = settings, terminal
        self.targets = Targets(lambda: loaded_assistant(settings, terminal), self._encoder)

    def run_all(self, files: EvalFiles, run: RunSettings, as_json: bool) -> bool:
        """Run all sets, show and keep what they found; tell whether every gate is passed."""
        done = [self.run(asked, run, files.folder(asked)) for asked in files.sets]
        self.show(done, as_json)
        self.keep(done, files.baseline)
        return not self.gate(done, files.bars, files.earlier, as_json)

    def run(self, asked: EvalSet, run: RunSettings, folder: Path | None = None) -> Results:
        """Ask all questions of a set and measure them; write the files into a folder, if any."""
        assistant = self.assistant(asked, run)
        found = self.asked(asked, assistant, run)
        if folder:
            write_results(found, folder)
            self.terminal.note(f"Report: {write_report(found, assistant.index, folder)}")
        return found

    def assistant(self, asked: EvalSet, run: RunSettings) -> Assistant:
        """Return the assistant that a set is asked of; its own documents are encoded at need."""
        with self.terminal.counting(f"Indexing {asked.name}") as told:
            return self.targets.assistant(asked, run.mode, self.settings.eval_cache, told)

    def asked(self, asked: EvalSet, assistant: Assistant, run: RunSettings) -> Results:
        """Ask all questions and measure the answers."""
        with self.terminal.progress(f"Asking {asked.name}") as bar:
            found = outcomes(assistant, asked.questions, run)
            watched = bar.track(found, total=len(asked.questions), task_id=bar.task_ids[0])
            return results(asked, list(watched), run, assistant)

    def judged(self, asked: EvalSet, reads: bool = True) -> list[Judged]:
        """Ask a set for the signals that its answers are decided by, reading among them or not."""
        assistant = self.assistant(asked, RunSettings())
        if not reads:
            assistant.stop_reading()
        with self.terminal.progress(f"Asking {asked.name}") as bar:
            found = judged(asked.name, assistant, asked.questions)
            return list(bar.track(found, total=len(asked.questions), task_id=bar.task_ids[0]))

    def keep_calibration(self, fitted: Calibration) -> None:
        """Keep a calibration for the encoder in use: the next build takes it over."""
        from index.encoders import find_encoder

        files = find_encoder(self.settings.encoder, self.settings.encoders)
        bound = fitted.model_copy(update={"encoder": files.fingerprint})
        write_text(self.settings.calibration_file, bound.model_dump_json(indent=1))
        self.terminal.note("Kept; to answer by it: diaspora index build")

    def ablate(self, asked: EvalSet) -> list[Row]:
        """Run a set with one part of retrieval taken out at a time."""
        assistant = self.assistant(asked, RunSettings())
        encoder = RememberingEncoder.of(assistant.encoder)
        bare = None
        if asked.documents is None:  # its sections are context; documents have only their titles
            with self.terminal.waiting("Indexing without section context…"):
                cache = VectorCache(self.settings.eval_cache, encoder)
                bare = bare_index(assistant.index.profiles, cache, lambda _done, _total: None)
        ways = variants(asked, assistant.index, bare)
        with self.terminal.progress(f"Asking {asked.name}") as bar:
            task = bar.task_ids[0]
            bar.update(task, total=len(ways), completed=-1)
            return list(ablate(asked, ways, encoder, lambda _name: bar.advance(task)))

    def show(self, done: Sequence[Results], as_json: bool) -> None:
        """Show the scores; as JSON an object for one set, an array for several."""
        if not as_json:
            for found in done:
                show_results(self.terminal, found)
            return
        texts = [cut(found).model_dump_json(indent=1) for found in done]
        self.terminal.data(texts[0] if len(texts) == 1 else f"[{','.join(texts)}]")

    def keep(self, done: Sequence[Results], folder: Path | None) -> None:
        """Write a baseline of each run, where a folder is given."""
        if folder:
            for found in done:
                self.terminal.note(f"Baseline: {write_baseline(found, folder)}")

    def gate(
        self,
        done: Sequence[Results],
        bars: Mapping[str, float],
        baseline: Results | None,
        as_json: bool,
    ) -> bool:
        """Say what misses its bar or is worse than the baseline; tell whether anything is."""
        missed = [sentence for found in done for sentence in under(found, bars)]
        for sentence in missed:
            self.terminal.problem(sentence)
        worse = [self._worse(found, baseline, as_json) for found in done]  # each says what it found
        return bool(missed) or any(worse)

    def _worse(self, found: Results, baseline: Results | None, as_json: bool) -> bool:
        if baseline is None:
            return False
        comparison = compare(baseline, found)
        worse = comparison.regressions()
        if worse and not as_json:
            show_comparison(self.terminal, comparison, FLIPS)
        for d in worse:
            went = "rose" if d.after > d.before else "fell"
            change = f"{d.measure} {went} from {d.before:.4f} to {d.after:.4f} (p = {d.p:.4f})"
            self.terminal.problem(f"{found.set}: {change}: worse than {comparison.before}.")
        return bool(worse)

    def _encoder(self) -> Encoder:
        from index.encoders import find_encoder, open_encoder

        with self.terminal.waiting("Loading the encoder…"):
            return open_encoder(find_encoder(self.settings.encoder, self.settings.encoders))
