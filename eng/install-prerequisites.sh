#!/usr/bin/env bash
# Installs what building krewe-exec needs beyond the .NET SDK: a C linker driver, lld and zlib's static library.
# util-linux (unshare) is what running it needs for private views; every Debian and Ubuntu has it.
set -euo pipefail
packages=()
command -v clang >/dev/null || packages+=(clang)
command -v ld.lld >/dev/null || packages+=(lld)
[ -e /usr/include/zlib.h ] || packages+=(zlib1g-dev)
command -v unshare >/dev/null || packages+=(util-linux)
if [ ${#packages[@]} -eq 0 ]; then
  echo "all prerequisites are installed"
  exit 0
fi
if ! command -v apt-get >/dev/null; then
  echo "please install with your package manager: ${packages[*]}" >&2
  exit 1
fi
as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
echo "installing: ${packages[*]}"
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}"
