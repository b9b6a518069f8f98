"""The pages of this room: the public ones, the seat's own, and the doors for who is not inside yet."""
