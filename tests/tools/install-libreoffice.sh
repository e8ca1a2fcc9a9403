#!/bin/sh
# LibreOffice without a window, and Chinese fonts, for `make acceptance`: it opens what we export. Fails loudly.
set -eu
if command -v soffice >/dev/null 2>&1; then exit 0; fi
as_root=""
if [ "$(id -u)" != 0 ] && command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then as_root="sudo -n"; fi
if command -v apt-get >/dev/null 2>&1 && { [ "$(id -u)" = 0 ] || [ -n "$as_root" ]; }; then
  echo "Installing LibreOffice and Chinese fonts with apt …"
  $as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends \
    libreoffice-writer-nogui libreoffice-calc-nogui fonts-noto-cjk >/dev/null
  exit 0
fi
echo "LibreOffice is needed (the command soffice), and apt-get cannot install it here." >&2
exit 1
