"""What pages show: policies, roles, revisions, lists across all of them, and what is in force."""
