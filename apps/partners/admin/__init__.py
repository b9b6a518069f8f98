"""Partners, terms of the chair, people and mandates in the office."""

from . import chair, circle, people

__all__ = ["chair", "circle", "people"]
