#!/usr/bin/env bash
# Publishes the supervisor as one static file, artifacts/exec/krewe-exec, when its sources have changed.
set -euo pipefail
cd "$(dirname "$0")/.."
out=artifacts/exec
stamp=$out/krewe-exec.sources
mkdir -p "$out"
sum=$(find src/Krewe.Exec Directory.Build.props Directory.Packages.props global.json eng/build-exec.sh -type f -not -path '*/obj/*' -not -path '*/bin/*' -print0 | sort -z | xargs -0 sha256sum | sha256sum)
if [ -x "$out/krewe-exec" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$sum" ]; then
  echo "krewe-exec is up to date"
  exit 0
fi
for tool in clang ld.lld; do
  command -v "$tool" >/dev/null || { echo "$tool is missing: run eng/install-prerequisites.sh" >&2; exit 1; }
done
case $(uname -m) in
  x86_64) rid=linux-x64 ;;
  aarch64) rid=linux-arm64 ;;
  *) echo "no static build for $(uname -m)" >&2; exit 1 ;;
esac
# A folder of its own: the framework-dependent build of the same project must not see these intermediates.
dotnet publish src/Krewe.Exec/Krewe.Exec.csproj -c Release -r "$rid" -p:KreweStatic=true --artifacts-path artifacts/exec-build -o artifacts/exec-build/out -v q -clp:ErrorsOnly -nologo
install -m 0755 artifacts/exec-build/out/krewe-exec "$out/krewe-exec.new"
mv "$out/krewe-exec.new" "$out/krewe-exec"
echo "$sum" > "$stamp"
ls -l "$out/krewe-exec"
