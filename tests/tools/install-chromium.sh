#!/bin/sh
# A headless Chromium for the browser tests: Debian's where apt works, Playwright's elsewhere. Fails loudly.
set -eu
bin=$1
for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
as_root=""
if [ "$(id -u)" != 0 ] && command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then as_root="sudo -n"; fi
if command -v apt-get >/dev/null 2>&1 && { [ "$(id -u)" = 0 ] || [ -n "$as_root" ]; }; then
  echo "Installing Chromium and Chinese fonts with apt …"
  if $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null; then
    exit 0
  fi
  echo "apt did not work; trying Playwright's own Chromium …" >&2
fi
"$bin/python" -m playwright install chromium
