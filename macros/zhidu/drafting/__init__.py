"""Drafts written in Word, WPS or a browser become an issuance: read, understood, aligned with what is in force."""

__all__ = [
    "beginning",
    "canonical",
    "copying",
    "decisions",
    "draft_findings",
    "formats",
    "import_plan",
    "proposals",
    "starter",
]
