#!/usr/bin/env bash
# Installs what building krewe-exec needs beyond the .NET SDK: a C linker driver, lld and zlib's static library;
# and, for the tests, PostgreSQL, of which they start servers of their own (no service is set up), and podman with runc, which runs
# an image made of the static busybox.
# util-linux (unshare) is what running it needs for private views; every Debian and Ubuntu has it.
set -euo pipefail
packages=()
command -v clang >/dev/null || packages+=(clang)
command -v ld.lld >/dev/null || packages+=(lld)
[ -e /usr/include/zlib.h ] || packages+=(zlib1g-dev)
command -v unshare >/dev/null || packages+=(util-linux)
command -v podman >/dev/null || packages+=(podman)
command -v runc >/dev/null || packages+=(runc)
[ -x /bin/busybox ] && ! ldd /bin/busybox >/dev/null 2>&1 || packages+=(busybox-static)
postgres=
if ! command -v postgres >/dev/null && ! ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1; then
  packages+=(postgresql)
  postgres=1
fi
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
# Debian's package would make a cluster and start it; the tests want the programs alone.
if [ -n "$postgres" ] && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
  "${as_root[@]}" mkdir -p /etc/postgresql-common
  echo "create_main_cluster = false" | "${as_root[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
fi
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}"
