"""Zhidu (制度): trial policies as data, and what people need made from it."""

__version__ = "0.1.0"
