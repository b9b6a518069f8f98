"""How dates and numbers are written and read, where Django's own ways are not ours."""
