"""What pages show: policies, roles, revisions, lists across all of them, and what is in force."""

__all__ = [
    "cross_sections",
    "duty_items",
    "in_force",
    "policies",
    "related",
    "revisions",
    "role_lines",
    "roles",
    "verification",
]
