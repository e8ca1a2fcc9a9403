"""One address of every type of page."""

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
    "glossary": "/glossary/",
    "errata": "/errata/",
    "notice": "/notice/2017-04-15/",
    "for-clerks": "/for-clerks/",
    "annotating": "/annotating/",
    "about": "/about/",
    "missing": "/no-such-page/",
}
