"""What a school has set itself where the text leaves it open: how often, how many, how long."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from zhidu.handbook.book import Handbook
from zhidu.reading.model import Duty
from zhidu.views.names import number_words


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnNumber:
    """What a school has set where the text leaves a number open."""

    value: int
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSettings:
    """All that one school has set, by duty: rhythms, and numbers."""

    periods: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, OwnNumber] = field(default_factory=dict)

    def number(self, handbook: Handbook, duty: Duty) -> str:
        """The number that the school has set for *duty*, in words; nothing where it set none, or the text has one."""
        own = self.numbers.get(duty.id)
        if own is None or duty.threshold is None or duty.threshold.value is not None:
            return ""
        return number_words(handbook, duty.threshold.op, own.value, own.unit)
