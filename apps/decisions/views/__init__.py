"""The pages of this room: procedures and positions in the space, the register there and for everybody."""
