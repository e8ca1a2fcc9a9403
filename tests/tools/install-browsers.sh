#!/bin/sh
# Firefox and WebKitGTK with what drives them, for `make acceptance`: half the teachers' phones are not Chromium. Fails loudly.
set -eu
if command -v firefox-esr >/dev/null 2>&1 && command -v WebKitWebDriver >/dev/null 2>&1 && command -v Xvfb >/dev/null 2>&1; then exit 0; fi
as_root=""
if [ "$(id -u)" != 0 ] && command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then as_root="sudo -n"; fi
if command -v apt-get >/dev/null 2>&1 && { [ "$(id -u)" = 0 ] || [ -n "$as_root" ]; }; then
  echo "Installing Firefox ESR and WebKitGTK with apt …"
  $as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends \
    firefox-esr webkit2gtk-driver xvfb fonts-noto-cjk >/dev/null
  exit 0
fi
echo "firefox-esr, WebKitWebDriver and Xvfb are needed, and apt-get cannot install them here." >&2
exit 1
