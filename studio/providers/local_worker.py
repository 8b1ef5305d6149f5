"""The embedded model's own process: llama.cpp's server on loopback, for as long as the studio holds the other end.

It is run as a script by studio/providers/local_process.py and imports nothing of the studio.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from typing import Any

READY = "studio-worker-ready"
_ONLY_ERRORS = 1


def main() -> None:
    """Reads its settings from the first line of standard input, serves, and ends when standard input ends."""
    wish = json.loads(sys.stdin.readline())
    server = _server(wish)
    print(READY, server.listening_address, flush=True)
    # What went wrong at the start has been said; from here on the logs would only hold her texts.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    sys.stdin.read()
    # Standard input ends when the studio does, however it ends. Leaving by force: the server's threads would wait.
    os._exit(0)


def _server(wish: Mapping[str, Any]) -> Any:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = wish["path"]
    params.model_alias = {wish["name"]}
    params.n_parallel = wish["slots"]
    # All slots share one context: half the memory of one context each, and a long sample still fits.
    params.n_ctx = wish["context_tokens"]
    params.kv_unified = True
    params.cpuparams.n_threads = wish["threads"]
    params.cpuparams_batch.n_threads = wish["threads"]
    params.cache_ram_mib = 256
    params.verbosity = _ONLY_ERRORS
    _close_doors(params, key=wish["key"])
    return xllamacpp.Server(params)


def _close_doors(params: Any, *, key: str) -> None:
    """As it comes, the server answers any web page in any browser on this machine, without a key."""
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [key]
    params.cors_origins = ""
    params.cors_origins_explicit = True
    params.ui = False
    params.endpoint_slots = False
    params.endpoint_props = False
    params.endpoint_metrics = False
    params.offline = True


if __name__ == "__main__":
    main()
