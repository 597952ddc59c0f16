"""Settings: from the command line, else from DIASPORA_* in the environment, else the defaults."""

from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.errors import InputError
from corpus.profiles import bundled_profiles


class Settings(BaseSettings):
    """Where things lie and which encoder is used.

    `data_dir` holds the unpacked encoder and the index; `profiles` is a folder of `*.md`;
    `encoder` is the bundled one's name, a sentence-transformers folder, or a name on the hub;
    `keep_generations` is how many generations of the index stay, the current one among them.
    For the server: `auth` is `user:hash` (made by `diaspora login`), `feedback` whether opinions
    are kept, `rate_limit` what one client may ask, `log_questions` whether questions are logged.
    """

    model_config = SettingsConfigDict(env_prefix="DIASPORA_")

    data_dir: Path = Field(default_factory=lambda: user_data_path("diaspora-assistant"))
    profiles: Path = Field(default_factory=bundled_profiles)
    encoder: str = "multilingual-e5-small"
    keep_generations: int = Field(default=3, ge=1)
    auth: str | None = None
    feedback: bool = True
    rate_limit: str = "300/minute"
    log_questions: bool = False

    @property
    def encoders(self) -> Path:
        """The folder of unpacked encoders."""
        return self.data_dir / "encoders"

    @property
    def feedback_file(self) -> Path:
        """The file of what people said of answers."""
        return self.data_dir / "feedback.sqlite3"

    @property
    def calibration_file(self) -> Path:
        """The file of the calibration that the next build takes over, where one was kept."""
        return self.data_dir / "calibration.json"

    @property
    def eval_cache(self) -> Path:
        """The folder of vectors of eval collections; it may be deleted at any time."""
        return self.data_dir / "eval"


def settings_with(**given: Path | str | None) -> Settings:
    """Return the settings, with those that were given on the command line put over them.

    Raises `InputError` for a variable of the environment that can't be used.
    """
    chosen = {name: value for name, value in given.items() if value is not None}
    try:
        return Settings(**chosen)  # type: ignore[arg-type]
    except ValidationError as error:
        wrong = error.errors()[0]
        name = "_".join(map(str, wrong["loc"])).upper()
        raise InputError(f"DIASPORA_{name} can't be used: {wrong['msg']}.") from None
