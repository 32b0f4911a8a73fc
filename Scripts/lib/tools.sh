# Sourced by the scripts beside this folder: words for the reader, and tools that may be missing.

say() { printf '%s\n' "$*"; }
die() { printf '%s\n' "$*" >&2; exit 1; }

need_swift() {
    command -v swift >/dev/null || die "swift is not in PATH: install Swift 6.3 (https://www.swift.org/install) first."
}

# While this file says 101, no package that is installed starts its daemons. Source: invoke-rc.d(8).
daemon_policy=/usr/sbin/policy-rc.d

# Debian packages, installed only when missing; the package lists are fetched only when apt needs them.
install_missing() {
    local missing=() package as_root=()
    if ! command -v dpkg-query >/dev/null; then
        say "not Debian: make sure yourself that these are there: $*"
        return 0
    fi
    for package; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || {
            say "missing, and neither root nor sudo is here: apt-get install ${missing[*]}"
            return 1
        }
        as_root=(sudo)
    fi
    say "installing Debian packages: ${missing[*]}"
    local install=(apt-get -o DPkg::Lock::Timeout=120 -qq install -y --no-install-recommends "${missing[@]}")
    local status=0 forbidden=
    if [ ! -e "$daemon_policy" ]; then
        printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" install -m 755 /dev/stdin "$daemon_policy" && forbidden=yes
    fi
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive "${install[@]}" >/dev/null 2>&1 || {
        say "fetching apt's package lists first"
        "${as_root[@]}" apt-get -o DPkg::Lock::Timeout=120 -qq update &&
            "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive "${install[@]}" >/dev/null || status=1
    }
    [ -z "$forbidden" ] || "${as_root[@]}" rm -f "$daemon_policy"
    return "$status"
}

# A TCP port of loopback that nobody listens on at this moment.
free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
