"""One address of every type of page of the fictional bureau."""

from pathlib import Path

from support.yunling import ISSUED

PAGE_TYPES = {
    "home": "/",
    "policy": "/policies/a8/",
    "policy-with-items": "/policies/a1/",
    "policies": "/policies/",
    "role": "/roles/network-administrator/",
    "roles-merged": "/roles/network-administrator/?with=recording-room-manager",
    "roles": "/roles/",
    "when": "/when/",
    "thresholds": "/thresholds/",
    "records": "/records/",
    "reports": "/reports/",
    "prohibitions": "/prohibitions/",
    "sanctions": "/sanctions/",
    "glossary": "/glossary/",
    "errata": "/errata/",
    "review": "/review/",
    "notice": f"/notice/{ISSUED}/",
    "checklist": "/checklist/",
    "checklist-facts": "/checklist/#basics",
    "checklist-section": "/checklist/#a3",
    "checklist-end": "/checklist/#check",
    "county": "/county/",
    "data": "/data/",
    "search": "/search/?q=%E9%92%A5%E5%8C%99",
    "search-empty": "/search/",
    "posters": "/posters/?room=computer-room",
    "poster": "/posters/a8/",
    "print-sheet": "/posters/a8/print/",
    "verify": f"/verify/a8/{ISSUED}/#00000000",
    "verify-index": "/verify/",
    "pinyin": "/policies/a11/pinyin/",
    "edition": f"/policies/a8/editions/{ISSUED}/",
    "revisions": "/revisions/",
    "word-and-forms": "/word-and-forms/",
    "posters-guide": "/posters-guide/",
    "for-clerks": "/for-clerks/",
    "annotating": "/annotating/",
    "about": "/about/",
    "offline": "/offline/",
    "missing": "/no-such-page/",
}

STANDALONE = {"print-sheet"}
"""Pages without the site's header and its switches: paper on a screen."""

AWAITED = {
    "checklist-facts": "#zc.is-live",
    "checklist-section": "#zc.is-live",
    "checklist-end": "#zc.is-live",
    "search": ".search-hit",
}
"""What comes onto a page after it has loaded."""


def of(site: Path) -> dict[str, str]:
    """The same of another *site* of a bureau with as many policies: of its newest issuance."""
    issued = max(path.name for path in (site / "notice").iterdir() if path.is_dir())
    return {name: path.replace(ISSUED, issued) for name, path in PAGE_TYPES.items()}
