"""Two independent readings, and how every difference between them was settled by the words."""

from pathlib import Path

from support.annotation import of_pass, of_policies

from macros import source

FOLDER = Path(__file__).parent / "annotation"
ISSUANCE = FOLDER.parent.parent / "policies" / "2017-04-15"


def test_every_difference_is_settled_and_nothing_else_was_changed() -> None:
    first, second = of_pass(FOLDER / "pass-a"), of_pass(FOLDER / "pass-b")
    settled = of_policies(ISSUANCE)
    differences = {
        (*fact, fact in first, fact in second, fact in settled)
        for fact in first | second | settled
        if len({fact in first, fact in second, fact in settled}) > 1
    }
    read, findings = source.read(FOLDER / "settled.yaml", "settled.yaml")
    assert read is not None, findings
    written = {
        (e["clause"], e["family"], e["fact"], e["a"], e["b"], e["kept"])
        for e in read.data["settled"]
    }
    assert differences == written
    assert all(entry["why"] for entry in read.data["settled"])


def test_the_two_readings_agree_on_most_facts() -> None:
    """The figure that the guide for annotators reports; far below it, the guide is unclear."""
    first, second = of_pass(FOLDER / "pass-a"), of_pass(FOLDER / "pass-b")
    agreement = len(first & second) / len(first | second)
    assert agreement > 0.9
