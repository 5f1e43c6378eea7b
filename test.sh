#!/usr/bin/env bash
# Runs every test: installs what the suite needs, builds with warnings as errors, checks formatting, runs all assemblies.
#   ./test.sh          everything
#   ./test.sh --fast   the inner loop: no analyzers, no format check, slow suites cut short
#   ./test.sh --crash  everything, and the campaigns with 210 kills of an engine and 100 faults of a cluster instead of a few
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$root" || exit 1

fast=
for arg in "$@"; do
  case "$arg" in
    --fast) fast=1 ;;
    --crash) export KREWE_CRASH_KILLS=${KREWE_CRASH_KILLS:-210} KREWE_CLUSTER_FAULTS=${KREWE_CLUSTER_FAULTS:-100} ;;
    -h|--help) sed -n '2,5p' "$0" | cut -c3-; exit 0 ;;
    *) echo "test.sh: unknown option '$arg' (try --help)" >&2; exit 2 ;;
  esac
done

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
if [ -n "$fast" ]; then
  export KREWE_FAST=1
else
  [ -x eng/install-prerequisites.sh ] && { eng/install-prerequisites.sh || exit 1; }
fi

echo "== build"
# The supervisor first: the projects copy it beside their programs.
eng/build-exec.sh || { echo "0 passed, 1 failed, 0 skipped"; exit 1; }
# One compiler process for all projects, even where the environment asks for none to be kept: it is ended below.
dotnet build Orleans.sln -p:UseSharedCompilation=true -v q -clp:"ErrorsOnly;NoSummary" || { echo "test.sh: the build failed" >&2; echo "0 passed, 1 failed, 0 skipped"; exit 1; }

if [ -z "$fast" ]; then
  echo "== format"
  dotnet format whitespace Orleans.sln --verify-no-changes --no-restore -v q || { echo "test.sh: formatting drift; run 'dotnet format whitespace'" >&2; echo "0 passed, 1 failed, 0 skipped"; exit 1; }
fi

[ -z "${CI:-}" ] || dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1

echo "== test"
results=artifacts/test-results
rm -rf "$results"; mkdir -p "$results"
run_one() {
  name=$1; log="$2/$name.log"
  start=$SECONDS
  "artifacts/bin/$name/debug/$name" -noColor -noLogo >"$log" 2>&1
  code=$?
  summary=$(grep -E 'Total: +[0-9]+' "$log" | tail -1)
  read -r total errors failed skipped < <(sed -E 's/.*Total: +([0-9]+), Errors: +([0-9]+), Failed: +([0-9]+), Skipped: +([0-9]+).*/\1 \2 \3 \4/' <<<"$summary")
  if ! [[ "${total:-}" =~ ^[0-9]+$ ]]; then total=1; errors=1; failed=0; skipped=0; fi
  bad=$((errors + failed)); [ "$code" -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
  echo "$((total - failed - skipped < 0 ? 0 : total - failed - skipped)) $bad $skipped" >"$2/$name.count"
  printf '%-36s %5d total %4d failed %4d skipped  %3ds\n' "$name" "$total" "$bad" "$skipped" "$((SECONDS - start))"
  if [ "$bad" -ne 0 ]; then grep -vE '^(xUnit|  (Discover|Start|Finish))' "$log" | head -120 | sed 's/^/    /'; fi
}
export -f run_one
# The longest first, so that none of them is left alone at the end.
{ printf '%s\n' Krewe.Conformance.Tests Krewe.Crash.Tests Krewe.Cluster.Tests; find tests -maxdepth 2 -name '*.Tests.csproj' -printf '%f\n' | sed 's/\.csproj$//' | sort; } | awk '!seen[$0]++' \
  | xargs -P "$(nproc)" -I{} bash -c 'run_one "$@"' _ {} "$results"

awk '{p+=$1; f+=$2; s+=$3} END {printf "%d passed, %d failed, %d skipped\n", p, f, s; exit f > 0 || p == 0}' "$results"/*.count
