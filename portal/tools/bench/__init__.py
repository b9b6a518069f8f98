"""Measures weight, speed and growth of the portal beside floors of the same run, and says what falls short."""
