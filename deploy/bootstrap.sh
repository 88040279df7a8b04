#!/bin/sh
# Makes .venv and installs the locked requirements; makes sure of Pango, which WeasyPrint draws with.
# As root it installs the system packages that are missing, otherwise it prints the one line to run.
#   deploy/bootstrap.sh runtime servers [dev] [browser]
set -eu
cd "$(dirname "$0")/.."
VENV_PYTHON=.venv/bin/python

say() { echo "ptsp: $*" >&2; }

apt_install() {
    if ! command -v apt-get >/dev/null; then
        say "please install with your system's package manager what Debian calls: $*"
        exit 1
    elif [ "$(id -u)" != 0 ]; then
        say "system packages are missing. Please run this one line, then the same make command again:"
        echo "  sudo apt-get update && sudo apt-get install -y --no-install-recommends $*" >&2
        exit 1
    fi
    say "installing $*"
    # Lists from an old image name versions that are gone: refresh once when the first try fails.
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >/dev/null 2>&1 ||
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >/dev/null; }
}

find_python() {
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11 python3.14}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    say "Python 3.11 or newer is needed (set PYTHON=… if it has an unusual name)"
    exit 1
}

has_pip() { [ -x $VENV_PYTHON ] && $VENV_PYTHON -m pip --version >/dev/null 2>&1; }

make_venv() {
    has_pip && return
    python=$(find_python)
    say "making .venv with $("$python" --version)"
    rm -rf .venv
    if "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        "$python" -m venv .venv
    elif "$python" -m venv --without-pip .venv 2>/dev/null && "$python" -m pip --version >/dev/null 2>&1; then
        # Debian keeps ensurepip in python3-venv; the system's own pip can put a pip into .venv.
        "$python" -m pip --quiet --python $VENV_PYTHON install pip || rm -rf .venv
    fi
    has_pip && return
    rm -rf .venv
    version=$("$python" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
    apt_install "$version-venv"
    "$python" -m venv .venv
}

pip_install() { $VENV_PYTHON -m pip install --quiet --disable-pip-version-check --no-input --require-hashes "$@"; }

install_with_uv() {
    # uv does not read pip's configuration: where pip is told of another index, pip does the work.
    if [ -n "${PIP_INDEX_URL:-}" ] || $VENV_PYTHON -m pip config list | grep -q '\.index-url='; then return 1; fi
    [ -x .venv/bin/uv ] || pip_install -r requirements/installer.txt || return 1
    UV_LINK_MODE=copy UV_HTTP_TIMEOUT=60 UV_NO_CONFIG=1 .venv/bin/uv pip install --quiet --python $VENV_PYTHON --require-hashes "$@"
}

install_requirements() {
    files=""
    for set in "$@"; do files="$files requirements/$set.txt"; done
    # The stamp holds what was installed, so that the second start takes no time.
    stamp=.venv/installed-$(echo "$@" | tr ' ' '-')
    wanted=$(cat $files | sha256sum)
    [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && return
    say "installing the locked requirements ($*)"
    files=$(for file in $files; do echo "-r $file"; done)
    install_with_uv $files || pip_install $files
    echo "$wanted" >"$stamp"
}

library() { $VENV_PYTHON -c "import ctypes; ctypes.CDLL('$1')" 2>/dev/null; }

ensure_pango() {
    missing=""
    library libpango-1.0.so.0 || missing="$missing libpango-1.0-0"
    library libpangoft2-1.0.so.0 || missing="$missing libpangoft2-1.0-0"
    library libharfbuzz-subset.so.0 || missing="$missing libharfbuzz-subset0"
    [ -e /etc/fonts/fonts.conf ] || missing="$missing fontconfig"
    [ -z "$missing" ] || apt_install $missing
}

ensure_browser() {
    for name in chromium chromium-browser; do [ -x "/usr/bin/$name" ] && return; done
    apt_install chromium
}

browser=""
sets=""
for word in "$@"; do
    if [ "$word" = browser ]; then browser=yes; else sets="$sets $word"; fi
done
make_venv
install_requirements $sets
ensure_pango
[ -z "$browser" ] || ensure_browser
