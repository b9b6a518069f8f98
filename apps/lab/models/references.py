"""The names under which things of the laboratory stand in addresses; migrations know the maker by this place."""

from apps.common.references import new_reference

__all__ = ["new_reference"]
