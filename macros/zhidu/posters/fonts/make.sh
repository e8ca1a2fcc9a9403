#!/bin/sh
# Makes the three fonts of the posters anew: the published OFL fonts, cut down to GB2312 and what the texts use.
# Needs npm and fonttools 4.68.0 (`pip install fonttools==4.68.0`). Run it here; takes a minute. The result is kept
# in the repository, so that neither a build nor a test needs it.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fetch() {  # package, version, sha256 of the published archive
  (cd "$work" && npm pack --silent "@expo-google-fonts/$1@$2" >/dev/null)
  archive="$work/expo-google-fonts-$1-$2.tgz"
  echo "$3  $archive" | sha256sum --check --quiet
  mkdir "$work/$1" && tar -xzf "$archive" -C "$work/$1" --strip-components=1
}
fetch noto-sans-sc 0.4.3 0d69d0f4971d2ff574e3d93cbc218dc950bf3f3f8f8e2c008d97687ed53aee59
fetch noto-serif-sc 0.4.3 ff6bcf5ba68d92dfecc05544bb150f9e724741a932354a0dd97e7289c40a3f5e

# GB2312, ASCII, and what official texts and school names add: the middle dot, dashes and marks as Unicode has them
# (Python's table maps two of them elsewhere), and characters outside GB2312 that the published texts hold.
python3 - >characters.txt <<'P'
rows = ((high, low) for high in range(0xA1, 0xFF) for low in range(0xA1, 0xFF))
found = {bytes(pair).decode("gb2312", "ignore") for pair in rows} - {""}
found |= {chr(code) for code in range(0x20, 0x7F)}
found |= set("\u00a0©®°±·×÷–—‘’“”•…‰′″℃№→←↑↓□■○●◎☆★△▲◇◆〇々㎡㎏㎜㎝黒")
print("".join(sorted(found)))
P

cut() {  # source, result
  pyftsubset "$work/$1" --text-file=characters.txt --layout-features='*' --no-hinting --notdef-outline \
    --name-IDs='*' --output-file="$2"
}
cut noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf NotoSansSC-Regular.ttf
cut noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf NotoSansSC-Bold.ttf
cut noto-serif-sc/900Black/NotoSerifSC_900Black.ttf NotoSerifSC-Black.ttf

cp "$work/noto-sans-sc/LICENSE_FONT" OFL-NotoSansSC.txt
cp "$work/noto-serif-sc/LICENSE_FONT" OFL-NotoSerifSC.txt
sha256sum characters.txt ./*.ttf OFL-*.txt | sed 's| \./| |' >SHA256SUMS
