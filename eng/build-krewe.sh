#!/usr/bin/env bash
# Publishes the command line into artifacts/krewe, compiled ahead of time so that it starts fast. Called by ./krewe.
set -euo pipefail
root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
app=$root/artifacts/krewe
mkdir -p "$app"

# Of several callers one builds; the others wait for it and find nothing left to do.
exec 9>"$app.lock"
if command -v flock >/dev/null; then
  before=$(stat -c %Y "$app/.stamp" 2>/dev/null || echo 0)
  flock 9
  [ "$(stat -c %Y "$app/.stamp" 2>/dev/null || echo 0)" = "$before" ] || exit 0
fi

if ! command -v dotnet >/dev/null; then
  echo "krewe: the .NET 10 SDK is needed to build it, and there is no 'dotnet' on the PATH" >&2
  exit 1
fi

if [ -e "$app/.stamp" ]; then echo "building krewe (sources changed)…"; else echo "building krewe (first use)…"; fi
stamp=$(mktemp)
log=$(mktemp)
trap 'rm -f "$stamp" "$log"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 KREWE_FAST=1
case $(uname -m) in aarch64|arm64) rid=linux-arm64 ;; *) rid=linux-x64 ;; esac
if ! dotnet publish "$root/src/Krewe.Cli" -c Release -r "$rid" --no-self-contained -p:PublishReadyToRun=true \
     -p:DebugType=none -o "$app" -v q -clp:"ErrorsOnly;NoSummary" -nodeReuse:false >"$log" 2>&1; then
  cat "$log" >&2
  echo "krewe: the build failed" >&2
  exit 1
fi

# The supervisor of local processes is a static program of its own.
if [ -x "$root/eng/build-exec.sh" ]; then
  if ! "$root/eng/build-exec.sh" >"$log" 2>&1; then
    cat "$log" >&2
    echo "krewe: the process supervisor could not be built (it needs clang and lld: apt-get install clang lld); steps cannot run as local processes" >&2
  fi
fi
mv "$stamp" "$app/.stamp"
