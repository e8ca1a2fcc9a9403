"""A project of any size, made of copies of the real one: for the bench, and for tests that need a project of their own."""

import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from string import ascii_lowercase

from zhidu.handbook.book import Handbook
from zhidu.judging.check import check

ROOT = Path(__file__).parent.parent.parent

STAFFS = 6

_POLICY = re.compile(r"(?<![A-Za-z0-9-])([a-z]{1,3})(?=[1-9][0-9]{0,2}\b)")
_ROLE = re.compile(r"\b(?P<key>role|addressee|to|by): (?P<role>[a-z][a-z0-9-]*)")
_AUDIENCE = re.compile(r"\baudience: \[(?P<roles>[^\]]*)\]")
_ENTRY = re.compile(r"(?m)^(?=  - id: )")
_NAME = re.compile(r"(?m)^( +)name: (.+)$")
_ID = re.compile(r"(?m)^  - id: (.+)$")


def write_corpus(folder: Path, times: int) -> None:
    """Write a complete, clean project to *folder*: the real one, and `times - 1` copies of its policies.

    Every copy is an issuance of its own, dated a day after the one before, with policies, clauses and duties of its
    own; there are `STAFFS` sets of roles, because a vocabulary holds no more, and the rest is shared. The first copy is the original, byte for byte.
    """
    handbook = check(ROOT).handbook
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    (folder / "docs").mkdir()
    for page in sorted((ROOT / "docs").glob("*.md")):  # the hand-written ones
        shutil.copy(page, folder / "docs")
    shutil.copytree(ROOT / "policies" / "vocabulary", folder / "policies" / "vocabulary")
    roles = (ROOT / "policies" / "vocabulary" / "roles.yaml").read_text(encoding="utf-8")
    _, *entries = _ENTRY.split(roles)
    for number in range(times):
        copy = _Copy(handbook, number)
        for original in sorted((ROOT / "policies").glob("[0-9]*/*.yaml")):
            issuance = original.parent.name
            written = folder / "policies" / copy.date_of(issuance) / original.name
            written.parent.mkdir(exist_ok=True)
            written.write_text(
                copy.of_document(original.read_text(encoding="utf-8")), encoding="utf-8"
            )
        if 0 < number < STAFFS:
            roles += "".join(copy.of_roles(entries))
    (folder / "policies" / "vocabulary" / "roles.yaml").write_text(roles, encoding="utf-8")


_TEXT = re.compile(r"(?m)^( +)text: (.*?)(\"?)$")


def write_editions(folder: Path, times: int, editions: int) -> None:
    """`write_corpus`, and then issuances that change every clause of every policy, until each has *editions*."""
    write_corpus(folder, times)
    policies = folder / "policies"
    issued = sorted(path for path in policies.iterdir() if path.name != "vocabulary")
    for number in range(1, editions):
        for issuance in issued:
            day = (
                date.fromisoformat(issuance.name) + timedelta(days=3650 + 400 * number)
            ).isoformat()
            new = policies / day
            new.mkdir()
            for path in issuance.iterdir():
                text = path.read_text(encoding="utf-8")
                if path.name == "notice.yaml":
                    text = text.replace(issuance.name, day)
                    text = re.sub(r"(?m)^published: .*\n", "", text)
                else:
                    text = _TEXT.sub(
                        rf"\1text: \g<2>{number}改。\3\n\1history: {{change: revised, reason: 第{number}次修订}}",
                        text,
                    )
                (new / path.name).write_text(text, encoding="utf-8")


class _Copy:
    """Rewrites the texts of the project into those of one copy of it. Number 0 changes nothing."""

    def __init__(self, handbook: Handbook, number: int) -> None:
        self._handbook = handbook
        self._number = number
        self._mark = _letters(number)
        self._roles = {role.id for own in handbook.of("roles") for role in own.value.roles}
        self._prefixes = {policy.rstrip("0123456789") for policy in handbook.current}
        self._dates = [notice.value.issuance for notice in handbook.notices]

    def date_of(self, issuance: str) -> str:
        """The date of this copy's issuance. Copies follow one another, so that no two share a date."""
        span = (self._dates[-1] - self._dates[0]).days + 1
        return (date.fromisoformat(issuance) + timedelta(days=span * self._number)).isoformat()

    def of_document(self, text: str) -> str:
        """A policy or a notice under new ids."""
        if not self._number:
            return text
        text = _ROLE.sub(lambda m: f"{m['key']}: {self._role(m['role'])}", text)
        text = _AUDIENCE.sub(
            lambda m: (
                f"audience: [{', '.join(map(self._role, filter(None, m['roles'].split(', '))))}]"
            ),
            text,
        )
        return self._dated(_POLICY.sub(self._policy, text))

    def of_roles(self, entries: list[str]) -> Iterator[str]:
        """The *entries* of the vocabulary of roles, under new ids and names.

        The texts still use the old name, so that becomes an alias, at the first clause that has it.
        """
        for entry in entries:
            found = _NAME.search(entry)
            assert found is not None
            indent, name = found.groups()
            renamed = _ID.sub(lambda m: f"  - id: {self._role(m[1])}", entry)
            renamed = renamed.replace(found[0], f"{indent}name: {name}（{self._mark}）", 1)
            if clause := self._first_clause(name):
                if "aliases:" not in renamed:
                    renamed += f"{indent}aliases:\n"
                head, aliases, rest = renamed.partition(f"{indent}aliases:\n")
                renamed = f"{head}{aliases}{indent}  - {{name: {name}, clause: {clause}}}\n{rest}"
            yield self._dated(_POLICY.sub(self._policy, renamed))

    def _first_clause(self, words: str) -> str | None:
        citations = self._handbook.citations.items()
        return next((name for name, citation in citations if words in citation.clause.text), None)

    def _role(self, role: str) -> str:
        staff = self._number % STAFFS
        return f"{role}-{_letters(staff)}" if staff and role in self._roles else role

    def _policy(self, match: re.Match[str]) -> str:
        return match[1] + self._mark if match[1] in self._prefixes else match[1]

    def _dated(self, text: str) -> str:
        for day in self._dates:
            text = text.replace(day.isoformat(), self.date_of(day.isoformat()))
        return text


def _letters(number: int) -> str:
    """aa, ab, …: what is added to the ids of copy 0, 1, …"""
    return ascii_lowercase[number // 26] + ascii_lowercase[number % 26]
