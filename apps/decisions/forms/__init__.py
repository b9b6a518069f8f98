"""The forms of this room: those of seats, and those of the office."""
