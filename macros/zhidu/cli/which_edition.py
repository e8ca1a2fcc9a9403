"""Which editions and which issuance a command means."""

from zhidu.handbook.book import Handbook
from zhidu.handbook.changes import PolicyChange, revision
from zhidu.handbook.impact import revised
from zhidu.reading.disk.refused import RefusedError
from zhidu.views.on_screen.revisions import diff


def chosen(handbook: Handbook, issuance: str | None) -> str:
    """The issuance that is meant, the newest where none is named; refused, with what there is, where it is none."""
    known = revised(handbook)
    if issuance is None:
        if not known:
            raise RefusedError("至今只有一次印发，没有修订可以看。")
        return max(known)
    everything = [n.value.issuance.isoformat() for n in handbook.issued]
    if issuance not in everything:
        raise RefusedError(f"没有 {issuance} 这次印发。有的是：{'、'.join(everything)}。")
    return issuance


def changes(
    handbook: Handbook, policy: str | None, old: str | None, new: str | None
) -> tuple[PolicyChange, ...]:
    """The changes that are meant; refused, with the reason, where there are none."""
    if policy is None:
        return revision(handbook, chosen(handbook, new)).policies
    editions = handbook.known_editions.get(policy)
    if editions is None:
        known = "、".join(handbook.known_editions)
        raise RefusedError(f"没有编号为“{policy}”的制度。有的是：{known}。")
    dates = [edition.date for edition in editions]
    for named in (old, new):
        if named is not None and named not in dates:
            raise RefusedError(f"{policy} 没有 {named} 版。有的是：{'、'.join(dates)}。")
    last = dates.index(new) if new else len(dates) - 1
    if old is None:
        found = [c for c in revision(handbook, dates[last]).policies if c.policy == policy]
        if found and (found[0].old or found[0].replaced):
            return tuple(found)
        raise RefusedError(f"{policy} 的 {dates[last]} 版是首版，前面没有可以比较的。")
    first = dates.index(old)
    if first >= last:
        raise RefusedError(f"--from 要比 --to 早。{policy} 的版本有：{'、'.join(dates)}。")
    return (diff(handbook, policy, editions[first], editions[last]),)
