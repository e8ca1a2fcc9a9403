"""Sheet sizes: the common ones by name, any other as WIDTHxHEIGHT in millimetres; and how far type can be read."""

import re
from dataclasses import dataclass

from zhidu.posters.errors import CannotPrintError

SMALLEST, LARGEST = 90, 3000  # mm; below it nothing is legible, above it no press prints
MOST_BLEED = 20.0
POINT = 25.4 / 72  # mm

_SERIES = {
    "A6": (105, 148),
    "A5": (148, 210),
    "A4": (210, 297),
    "A3": (297, 420),
    "A2": (420, 594),
    "A1": (594, 841),
}
_FREE = re.compile(
    r"([0-9]{1,4})\s{0,9}(mm|毫米|cm|厘米)?\s{0,9}[xX×*]\s{0,9}([0-9]{1,4})\s{0,9}(mm|毫米|cm|厘米)?\Z"
)
_CENTIMETRES = {"cm", "厘米"}
_BLEED = re.compile(r"([0-9]{1,2}(?:\.[0-9])?)\s*(?:mm|毫米)?\Z")


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height in mm, as it hangs."""

    width: int
    height: int

    @property
    def name(self) -> str:
        """`A3`, `600x900`; landscape sheets of the A series are `A3-landscape`."""
        for name, (width, height) in _SERIES.items():
            if (self.width, self.height) == (width, height):
                return name
            if (self.width, self.height) == (height, width):
                return f"{name}-landscape"
        return f"{self.width}x{self.height}"

    @property
    def said(self) -> str:
        """How people say it: A3（297×420 毫米）, 600×900 毫米, 900×600 毫米（横幅）."""
        measures = f"{self.width}×{self.height} 毫米"
        name = self.name.partition("-")[0]
        if name not in _SERIES:
            return f"{measures}（横幅）" if self.landscape else measures
        return f"{name} {'横幅' if self.landscape else ''}（{measures}）".replace(" （", "（")

    @property
    def landscape(self) -> bool:
        """Whether it is wider than high."""
        return self.width > self.height

    def turned(self, *, landscape: bool) -> "Size":
        """The same sheet, upright or across."""
        if self.landscape == landscape or self.width == self.height:
            return self
        return Size(self.height, self.width)


COMMON = (
    *(Size(*_SERIES[name]) for name in ("A4", "A3", "A2", "A1")),
    Size(400, 600),
    Size(600, 900),
)
"""What schools order."""

USUAL = Size(600, 900)  # what hangs in most classrooms
POCKET = Size(*_SERIES["A6"])


def parse(text: str) -> Size:
    """The size that *text* names: `A3`, `600x900`, `600×900`."""
    found = _SERIES.get(text.strip().upper())
    if found:
        return Size(*found)
    free = _FREE.match(text.strip())
    if free is None:
        raise CannotPrintError(
            f"没有“{text[:20]}”这种尺寸。可以写 {'、'.join(_SERIES)}，或者宽x高（毫米），例如 600x900。"
        )
    size = Size(int(free[1]), int(free[3]))
    larger = Size(size.width * 10, size.height * 10)
    in_centimetres = bool(_CENTIMETRES & {free[2], free[4]})
    if _possible(size) and not in_centimetres:
        return size
    said = f"尺寸 {text[:20]} 是厘米" if in_centimetres else f"尺寸 {text[:20]} 超出范围"
    meant = f"量的是厘米，就写 {larger.width}x{larger.height}。" if _possible(larger) else ""
    raise CannotPrintError(f"{said}：这里写毫米，每边 {SMALLEST}～{LARGEST}。{meant}")


def _possible(size: Size) -> bool:
    return all(SMALLEST <= side <= LARGEST for side in (size.width, size.height))


def parse_bleed(text: str) -> float:
    """The bleed that *text* names, in mm: `3mm`, `3`."""
    found = _BLEED.match(text.strip())
    if found is None or float(found[1]) > MOST_BLEED:
        raise CannotPrintError(f"出血写成 3mm 这样，最多 {MOST_BLEED:g}mm。")
    return float(found[1])


# Our working rules of legibility: a character D/150 high is read with ease at the distance D, D/200 is the floor.
EASE, FLOOR = 0.150, 0.200  # m of distance for each mm of type
WALL = 1.5  # m: how far people stand from a wall
DESK = 0.6  # m: how far from a card on a desk
HAND = 0.4  # m: how far from a card in the hand


@dataclass(frozen=True, slots=True)
class Reading:
    """How far type of `size` points can be read."""

    size: float

    @property
    def ease(self) -> float:
        """Metres at which it is read with ease, rounded down to a tenth."""
        return int(self.size * POINT * EASE * 10 + 1e-9) / 10

    @property
    def farthest(self) -> float:
        """Metres beyond which it is not read."""
        return int(self.size * POINT * FLOOR * 10 + 1e-9) / 10

    def advice(self, distance: float = WALL) -> str:
        """A warning where the type is too small to be read from *distance*, else nothing."""
        if self.farthest >= distance:
            return ""
        return f"字偏小：站在 {distance:g} 米外看不清，最远 {self.farthest:g} 米。请选大一号的尺寸"
