"""Whether a submission holds: its shape, the table of rules, what stands in other files, personal data."""

__all__ = [
    "answer_facts",
    "cross_file_rules",
    "free_input",
    "narrowed_schema",
    "one_submission",
    "personal_data",
    "rule_table",
]
