#!/usr/bin/env bash
# Runs Argo's own test data against this engine and says, set by set, what passed, failed and does not apply.
#   ./conformance.sh                                     the data in ../shared/conformance
#   ./conformance.sh --data DIR --results results.json   another folder of that shape
#   ./conformance.sh --set controller --case Retry       one set, or the cases whose names have a text
#   ./conformance.sh --prepare DIR                       lays out a folder for a server and prints the commands that start it
#   ./conformance.sh --server URL --folder DIR           the sets of the API and of the command line on that server ($ARGO_TOKEN)
#   ./conformance.sh --table docs/conformance.md         writes the table of examples and the failures
# Exit code: 0 when nothing failed (or there is no data), 1 when a case failed.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
case "${1-}" in
  -h|--help) sed -n '2,9p' "$0" | cut -c3-; exit 0 ;;
esac

given=
for argument in "$@"; do [ "$argument" = --data ] && given=1; done
[ -n "$given" ] || set -- --data "${KREWE_CONFORMANCE:-$root/../shared/conformance}" "$@"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
if [ -x "$root/eng/build-exec.sh" ]; then "$root/eng/build-exec.sh" >&2; fi
dotnet build "$root/tests/Krewe.Conformance.Tests" -v q -clp:"ErrorsOnly;NoSummary" >&2
exec "$root/artifacts/bin/Krewe.Conformance.Tests/debug/Krewe.Conformance.Tests" conformance "$@"
