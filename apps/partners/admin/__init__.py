"""Partners, terms of the chair, people and mandates in the office."""

from . import chair, circle, circulars, people, seats

__all__ = ["chair", "circle", "circulars", "people", "seats"]
