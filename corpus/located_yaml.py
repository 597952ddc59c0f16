"""YAML whose mistakes know their line: front matter and the entity and figure blocks."""

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from corpus.errors import ProfileError

Model = TypeVar("Model", bound=BaseModel)

MENDS = {
    "missing": ("is missing", "Add a line «{key}: …»"),
    "extra_forbidden": ("is not a field of this block", "Remove it or mend its spelling"),
    "literal_error": ("has a value that is not allowed", "Use one of: {expected}"),
    "string_too_short": ("holds an empty text", "Write it or remove it"),
    "string_too_long": ("holds a text that is too long", "Shorten it to {max_length} characters"),
}


def read_mapping(text: str, path: Path, line: int) -> dict[str, Any]:
    """Parse a YAML mapping that begins on `line` of `path` (1-based).

    Scalars stay as written but for numbers. Raises `ProfileError`.
    """
    try:
        value = yaml.load(text, Loader=_PlainLoader)  # noqa: S506 - a SafeLoader without dates
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise ProfileError(
            path,
            line + (mark.line if mark else 0),
            f"this is not YAML ({error.problem})",
            'Write «name: value», and put quotes round a value that contains ": "',
        ) from None
    except (yaml.YAMLError, RecursionError, ValueError, LookupError, AttributeError) as error:
        problem = f"this is not YAML ({type(error).__name__})"
        raise ProfileError(path, line, problem, "Write «name: value» lines") from None
    if not isinstance(value, dict):
        raise ProfileError(path, line, "a block of «name: value» lines is expected", "Write one")
    return value


def build(model: type[Model], data: dict[str, Any], text: str, path: Path, line: int) -> Model:
    """Make a record of a mapping; `text` is its YAML, to find the line of a wrong field."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        key = str(first["loc"][0]) if first["loc"] else "block"
        problem, mend = MENDS.get(first["type"], (f"is wrong ({first['msg']})", "Mend the value"))
        raise ProfileError(
            path,
            line + _line_of(key, text),
            f"«{key}» {problem}",
            mend.format(key=key, **first.get("ctx", {})),
        ) from None


def _line_of(key: str, text: str) -> int:
    for number, row in enumerate(text.splitlines()):
        if row.lstrip().startswith(f"{key}:"):
            return number
    return 0


class _PlainLoader(yaml.SafeLoader):
    """SafeLoader that leaves dates and words as text (`country: NO` is Norway, not False).

    It refuses aliases, the road to endless documents, and a name that is given twice.
    """

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(
                problem="anchors and aliases are not allowed here", problem_mark=event.start_mark
            )
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        keys = [key.value for key, _ in node.value]
        for place, (key, _) in enumerate(node.value):
            if key.value in keys[:place]:
                problem = f"«{key.value}» stands here a second time"
                raise yaml.MarkedYAMLError(problem=problem, problem_mark=key.start_mark)
        return super().construct_mapping(node, deep)


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, rule) for tag, rule in rules if tag.rsplit(":")[-1] not in {"timestamp", "bool"}]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
