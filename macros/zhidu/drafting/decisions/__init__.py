"""What a person decides of proposed duties: what a table offers, and how the answers become a policy's YAML."""

from zhidu.drafting.decisions import columns, deciding, offers, placing, vocabulary

__all__ = ["columns", "deciding", "offers", "placing", "vocabulary"]
