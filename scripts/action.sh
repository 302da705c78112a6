#!/usr/bin/env bash
# The step of action.yml: annotations on stdout, then the job summary and SARIF, each from a run of its own.
set -euo pipefail

lines() { # a list with one item a line, blank lines left out
  local line
  while IFS= read -r line; do
    line="${line#"${line%%[![:space:]]*}"}"
    line="${line%"${line##*[![:space:]]}"}"
    if [ -n "$line" ]; then printf '%s\0' "$line"; fi
  done <<<"$1"
}

mapfile -d '' -t paths < <(lines "${REPLYLINT_PATHS:-}")
mapfile -d '' -t args < <(lines "${REPLYLINT_ARGS:-}")
if [ "${#paths[@]}" -eq 0 ]; then
  echo "::error title=replylint::The input paths is empty: name files, folders or globs, one a line."
  exit 2
fi
args+=(--fail-on "${REPLYLINT_FAIL_ON:-error}")
if [ -n "${REPLYLINT_BASELINE:-}" ]; then args+=(--baseline "$REPLYLINT_BASELINE"); fi
if [ "${REPLYLINT_CHANGED_ONLY:-false}" = true ] && [ -n "${GITHUB_BASE_REF:-}" ]; then args+=(--changed-since "origin/$GITHUB_BASE_REF"); fi

here="$(cd "$(dirname "$0")/.." && pwd)"
if [ -n "${REPLYLINT_VERSION:-}" ]; then
  replylint=(npx --yes "replylint@$REPLYLINT_VERSION")
elif [ -x node_modules/.bin/replylint ]; then
  replylint=(node_modules/.bin/replylint)
else
  # A checkout of the action is source: it is built once.
  if [ ! -f "$here/dist/pack.bin" ]; then (cd "$here" && npm ci --no-audit --no-fund >&2); fi
  replylint=(node "$here/dist/cli.js")
fi
run() { "${replylint[@]}" "${REPLYLINT_COMMAND:-phrasebook}" "$@" "${args[@]}" -- "${paths[@]}"; }

code=0
run --format github || code=$?
if [ "${REPLYLINT_SUMMARY:-true}" = true ] && [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then run --format markdown 2>/dev/null >>"$GITHUB_STEP_SUMMARY" || true; fi
if [ -n "${REPLYLINT_SARIF:-}" ]; then run --format sarif --output "$REPLYLINT_SARIF" 2>/dev/null || true; fi
if [ -n "${GITHUB_OUTPUT:-}" ]; then
  echo "exit-code=$code" >>"$GITHUB_OUTPUT"
  if [ -n "${REPLYLINT_SARIF:-}" ] && [ -f "$REPLYLINT_SARIF" ]; then echo "sarif-file=$REPLYLINT_SARIF" >>"$GITHUB_OUTPUT"; fi
fi
exit "$code"
