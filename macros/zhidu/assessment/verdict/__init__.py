"""Whether a submission holds: its shape, the table of rules, what stands in other files, personal data."""
