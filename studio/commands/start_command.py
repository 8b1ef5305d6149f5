"""`studio start`: the guarded local server."""

from __future__ import annotations

import argparse

from studio.cli import OK, add_workspace
from studio.settings import announce_workspace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of this command."""
    add_workspace(parser, json_report=False)
    parser.add_argument("--port", type=int, metavar="N", help="the port on this machine; a free one if left out")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")


def run(arguments: argparse.Namespace) -> int:
    """Serves until Ctrl+C."""
    announce_workspace(arguments.workspace)
    # The store is imported before Streamlit, so that sqlite-utils need not wait for pandas (see studio.store.engine).
    from studio.launcher import start_studio
    from studio.redaction import KeyFilter
    from studio.ui.opened import close_workspace

    start_studio(
        arguments.workspace.resolve(),
        arguments.port,
        not arguments.no_browser,
        on_shutdown=[close_workspace],
        log_filter=KeyFilter(),
    )
    return OK
