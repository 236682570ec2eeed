#!/usr/bin/env bash
# tidy.sh BUILD STAMPS FILE.c: clang-tidy on one file with the compile commands of the folder BUILD. A file that was clean
# is not looked at again until it, a file that it includes, its flags, .clang-tidy or clang-tidy itself changes.
set -euo pipefail

build=$1
stamps=$2
file=$3

# The files of the project that this one includes, itself among them; -MG lets a generated header pass for there.
dependencies() {
    clang -MM -MG -Isrc "$file" | sed -e '1s/^[^:]*://' -e 's/\\$//' | tr -s ' ' '\n'
}

key() { # DEPENDENCY...
    local dependency
    {
        clang-tidy --version
        cat .clang-tidy "${BASH_SOURCE[0]}"
        grep -F "/$file" "$build/compile_commands.json"
        for dependency in "$@"; do
            if [[ -f "$dependency" ]]; then
                printf '%s\n' "$dependency"
                cat "$dependency"
            fi
        done
    } | sha256sum | cut -d ' ' -f 1
}

if ! grep -q -F "/$file" "$build/compile_commands.json"; then
    printf '%s: %s does not build it\n' "$file" "$build"
    exit 1
fi

stamp="$stamps/$file.clean"
included=$(dependencies)
mapfile -t included <<<"$included"
current=$(key "${included[@]}")
if [[ -f "$stamp" && "$(<"$stamp")" == "$current" ]]; then
    exit 0
fi

# An eighth of the usual bound on the states that the analyzer looks at in a function, since time goes with it.
bounds=(-Xclang -analyzer-config -Xclang max-nodes=30000)
if ! findings=$(clang-tidy --quiet -p "$build" "${bounds[@]/#/--extra-arg=}" "$file" 2>&1); then
    grep -v '^[0-9]* warnings\? generated\.$' <<<"$findings"
    exit 1
fi
mkdir -p "$(dirname "$stamp")"
printf '%s\n' "$current" >"$stamp"
