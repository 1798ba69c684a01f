"""The rooms that people are in: their sockets, what they type, and who may go on."""
