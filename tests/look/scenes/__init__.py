"""What the pages of each room show, set through its actions."""
