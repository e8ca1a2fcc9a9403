"""What a person decides of proposed duties: what a table offers, and how the answers become a policy's YAML."""

from zhidu.drafting.decisions import columns, deciding, naming, offers, placing

__all__ = ["columns", "deciding", "naming", "offers", "placing"]
