"""What crosses the line: encodings, frames, and what an update holds before it is applied."""
