"""`diaspora feedback`, `mcp` and `login`: what goes with a server."""

from typing import Annotated

import typer

from ui.options import DataDir, EncoderName, Json, Profiles
from ui.settings import settings_with


def feedback(as_json: Json = False, data_dir: DataDir = None) -> None:
    """List what people said of answers."""
    import json

    from ui.feedback import FeedbackStore
    from ui.terminal import Terminal

    said = FeedbackStore(settings_with(data_dir=data_dir).feedback_file).all()
    terminal = Terminal()
    if as_json:
        records = [f.model_dump(mode="json") for f in said]
        terminal.data(json.dumps(records, ensure_ascii=False, indent=2))
        return
    for f in said:
        words = " ".join(filter(None, (f.rating, f.reason, f.comment)))
        terminal.line(f"{f.id}  {f.time}  {words}\n    {f.answer.question}")
    if not said:
        terminal.line("Nobody has said anything yet.")


def mcp(
    http: Annotated[bool, typer.Option("--http", help="Serve over HTTP instead of stdio.")] = False,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 7861,
    data_dir: DataDir = None,
    profiles: Profiles = None,
    encoder: EncoderName = None,
) -> None:
    """Serve MCP clients: the tools ask, search and passage."""
    from ui.serve_mcp import serve_http, serve_stdio

    settings = settings_with(data_dir=data_dir, profiles=profiles, encoder=encoder)
    if http:
        serve_http(settings, host, port)
    else:
        serve_stdio(settings)


def login(user: Annotated[str, typer.Argument(help="The name to log in with.")]) -> None:
    """Make the value of DIASPORA_AUTH from a name and a password that is asked for."""
    from ui.auth import login_line
    from ui.terminal import Terminal

    password = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    Terminal().data(f"DIASPORA_AUTH='{login_line(user, password)}'")
