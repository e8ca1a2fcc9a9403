"""What a policy's page says of the document itself, for portals, search engines and inspectors: only what the notice says.

Numbers that registries give (索引号 and the like) are not in it: nobody gave one.
"""

from dataclasses import dataclass
from typing import Any

from zhidu.handbook.book import Edition, Handbook
from zhidu.reading.model import Status
from zhidu.views.names import Link
from zhidu.views.on_screen.in_force import Currency
from zhidu.views.pieces import chinese_date

_FORCE = {
    "current": "InForce",
    "upcoming": "NotInForce",
    "ended": "NotInForce",
    "past": "NotInForce",
}
_PARTLY = "PartiallyInForce"


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """`rows` are for readers: a name, a value, perhaps a link; `published` is a day or nothing.

    `legislation` is schema.org's Legislation as JSON-shaped data.
    """

    rows: tuple[tuple[str, Link], ...]
    published: str
    legislation: dict[str, Any]


def metadata(handbook: Handbook, edition: Edition, stands: Currency) -> Metadata:
    """The facts about *edition*, which *stands* as the page says."""
    policy, notice = edition.policy, edition.notice.value
    published = notice.published.isoformat() if notice.published else ""
    effective = chinese_date(notice.effective.isoformat())
    note = f"（{notice.effective_note}）" if notice.effective_note else ""
    said = (
        ("标题", Link(text=policy.title + policy.status.suffix)),
        ("发文机关", Link(text=notice.issuers)),
        ("文号", Link(text=notice.number or "")),
        ("印发通知", Link(text=notice.title, href=f"notice/{edition.date}/")),
        ("印发日期", Link(text=chinese_date(edition.date))),
        ("公布日期", Link(text=chinese_date(published) if published else "")),
        ("生效日期", Link(text=f"{effective}{note}")),
        ("主送", Link(text=notice.addressees.rstrip("：:"))),
        ("效力", Link(text=f"{stands.name}，{policy.status.label}")),
        ("类别", Link(text=policy.kind.label)),
        ("编号", Link(text=f"{policy.policy}（本站的编号，不是文号）")),
    )
    return Metadata(
        rows=tuple((name, link) for name, link in said if link.text),
        published=published,
        legislation=_legislation(handbook, edition, stands, published),
    )


def _legislation(
    handbook: Handbook, edition: Edition, stands: Currency, published: str
) -> dict[str, Any]:
    policy, notice = edition.policy, edition.notice.value
    waits = any(citation.effective > handbook.as_of for citation in edition.citations.values())
    force = _PARTLY if stands.kind == "current" and waits else _FORCE.get(stands.kind)
    found = {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "name": policy.title + policy.status.suffix,
        "legislationIdentifier": policy.policy,
        "legislationType": policy.kind.label,
        "legislationDate": edition.date,
        "legislationDateVersion": edition.date,
        "legislationPassedBy": {"@type": "Organization", "name": notice.issuers},
        "datePublished": published,
        "legislationLegalForce": f"https://schema.org/{force}" if force else "",
        "creativeWorkStatus": "" if policy.status is Status.FINAL else policy.status.label,
        "inLanguage": "zh-CN",
        "isPartOf": {"@type": "Legislation", "name": notice.title, "legislationDate": edition.date},
    }
    return {key: value for key, value in found.items() if value}
