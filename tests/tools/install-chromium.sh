#!/bin/sh
# A headless Chromium for the browser tests: Debian's where apt works, any that is there, else Playwright's. Fails loudly.
set -eu
bin=$1
has() { command -v "$1" >/dev/null 2>&1; }
if has chromium-headless-shell; then exit 0; fi
as_root=""
if [ "$(id -u)" != 0 ] && has sudo && sudo -n true 2>/dev/null; then as_root="sudo -n"; fi
if has apt-get && { [ "$(id -u)" = 0 ] || [ -n "$as_root" ]; }; then
  echo "Installing Chromium and Chinese fonts with apt …"
  if $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends chromium-headless-shell fonts-noto-cjk >/dev/null; then
    exit 0
  fi
  echo "apt did not work; looking for another Chromium …" >&2
fi
for name in chromium chromium-browser google-chrome; do
  if has "$name"; then exit 0; fi
done
"$bin/python" -m playwright install --only-shell chromium
