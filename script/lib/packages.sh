# Debian packages, npm packages and cargo tools: each is fetched only when it is missing.

# Which of the named Debian packages are not installed.
missing_packages() {
    local package
    for package in "$@"; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
    done
}

# install_packages NAME…: asks for the administrator's password only when something is missing.
install_packages() {
    [ $# -gt 0 ] || return 0
    has dpkg-query || fail "Linli's scripts install with apt, which this system has not. Please install by hand: $*"
    local missing
    missing="$(missing_packages "$@")"
    [ -n "$missing" ] || return 0
    say "Installing from Debian: ${missing//$'\n'/ }"
    has apt-get || fail "Please install by hand: ${missing//$'\n'/ }"
    # Another installation may be running (Debian updates by itself): wait for it.
    as_root apt-get update -qq -o DPkg::Lock::Timeout=600
    # shellcheck disable=SC2086 # one word a package
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        -o DPkg::Lock::Timeout=600 $missing
}

# install_npm FOLDER: exactly what the lock file says, again only when the lock file has changed.
install_npm() {
    local lock="$1/package-lock.json" stamp="$1/node_modules/.installed-from" sum
    [ -f "$lock" ] || return 0
    sum="$(sha256sum <"$lock")"
    [ "$(cat "$stamp" 2>/dev/null)" != "$sum" ] || return 0
    say "Installing npm packages of $1"
    (cd "$1" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund)
    echo "$sum" >"$stamp"
}

# install_tool NAME [OPTION…]: a cargo tool into the cache, not among the user's own. Built without
# optimisation: cargo-deny takes 51 seconds so, and runs for four.
install_tool() {
    local name="$1"
    shift
    ! has "$name" || return 0
    say "Building $name"
    cargo install --locked --debug --root "$TOOLS" --target-dir "$CACHE/tools-target" "$@" "$name"
}

# install_node: Debian 12 has Node 18, and building the pages takes 20; a newer one comes as an npm package.
install_node() {
    local major
    major="$(node --version 2>/dev/null | sed -E 's/^v([0-9]+).*/\1/')"
    [ "${major:-0}" -lt 20 ] || return 0
    say "Installing Node 22"
    npm install --prefix "$TOOLS/node" --no-audit --no-fund node@22
}

# install_openpyxl: sets LINLI_OPENPYXL to a Python that has it; what `linli import` is measured against.
install_openpyxl() {
    export LINLI_OPENPYXL="$TOOLS/openpyxl/bin/python"
    ! "$LINLI_OPENPYXL" -c 'import openpyxl' 2>/dev/null || return 0
    say "Installing openpyxl"
    # Debian's Python makes no such folder of its own without this package.
    python3 -c 'import ensurepip, venv' 2>/dev/null || install_packages python3-venv
    python3 -m venv "$TOOLS/openpyxl"
    "$TOOLS/openpyxl/bin/pip" install --quiet --disable-pip-version-check openpyxl==3.1.5
}

# install_sklearn: sets LINLI_SKLEARN to a Python that has jieba and scikit-learn; what `linli opinions classify` is measured against.
install_sklearn() {
    export LINLI_SKLEARN="$TOOLS/sklearn/bin/python"
    ! "$LINLI_SKLEARN" -c 'import jieba, sklearn' 2>/dev/null || return 0
    say "Installing jieba and scikit-learn"
    python3 -c 'import ensurepip, venv' 2>/dev/null || install_packages python3-venv
    python3 -m venv "$TOOLS/sklearn"
    "$TOOLS/sklearn/bin/pip" install --quiet --disable-pip-version-check jieba==0.42.1 scikit-learn==1.9.1
}

# install_pabutools: sets LINLI_PABUTOOLS to a Python that has pabutools; what `linli equal-shares` is measured against.
install_pabutools() {
    export LINLI_PABUTOOLS="$TOOLS/pabutools/bin/python"
    ! "$LINLI_PABUTOOLS" -c 'import pabutools' 2>/dev/null || return 0
    say "Installing pabutools"
    python3 -c 'import ensurepip, venv' 2>/dev/null || install_packages python3-venv
    python3 -m venv "$TOOLS/pabutools"
    "$TOOLS/pabutools/bin/pip" install --quiet --disable-pip-version-check pabutools==1.2.3
}
