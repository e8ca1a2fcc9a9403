"""What else the words of an act say: to whom something is reported, who approves, what follows, what is written down."""

import re
from functools import cache

from zhidu.drafting.proposals import actors
from zhidu.drafting.proposals.lexicon import lexicon


@cache
def _approved() -> tuple[re.Pattern[str], ...]:
    verbs = lexicon().approve
    return (
        re.compile(
            f"(?:[未非]经|须经|应经|需经|报经|征得|经由|必须经|要经|(?<![常已未须应需报曾])经)(?P<by_whom>[^，。；：]{{0,20}}?)(?:的)?(?:书面|签字|检查|讨论)?(?P<the_verb>{verbs})"
        ),
        re.compile(
            "(?:须|应|要|需|必须|方可)?由(?P<by_whom>[^，。；：]{1,14}?)(?P<the_verb>审批|批准|同意|许可|审核|审定)"
        ),
        re.compile(
            "(?<!上)(?<!通)(?<!汇)报(?P<by_whom>[^，。；：告名销废]{1,14}?)(?P<the_verb>批准|审批|同意|审核|核准)"
        ),
    )


def approval(words: str) -> tuple[str | None, str] | None:
    """Who approves, None where nobody is named, and the words that say so."""
    for pattern in _approved():
        if (found := pattern.search(words)) is not None:
            return found["by_whom"] or None, found[0]
    return None


def report(words: str) -> tuple[str | None, str] | None:
    """To whom something is reported, None where nobody is named, and the words that say so."""
    found = lexicon().report_to_before.search(words)
    if found is not None:
        return _recipient(found[1]) or found[1], found[0]
    found = lexicon().report_to_after.search(words)
    if found is None:
        return None
    return _recipient(found[1] or ""), found[0]


def _recipient(words: str) -> str | None:
    named = actors.within(words)
    return named[0] if named is not None else None


def sanction(words: str) -> re.Match[str] | None:
    """What follows from neglect."""
    return lexicon().sanction.search(words)


def records(words: str) -> tuple[str, ...]:
    """The forms, registers and logs that an act demands, as the words name them."""
    named: list[str] = []
    for pattern in lexicon().records:
        for found in pattern.finditer(words):
            name = found[1] if pattern.groups else found[0]
            if not any(name in known or known in name for known in named):
                named.append(name)
    return tuple(dict.fromkeys(named))
