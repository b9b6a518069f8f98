"""The pages of the laboratory of ideas: what is read (`pages`) and what is written (`forms`)."""
