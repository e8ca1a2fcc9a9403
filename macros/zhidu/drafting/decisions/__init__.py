"""What a person decides of proposed duties: what a table offers, and how the answers become a policy's YAML."""

from zhidu.drafting.decisions import deciding, decision_columns, naming, offers, placing

__all__ = ["deciding", "decision_columns", "naming", "offers", "placing"]
