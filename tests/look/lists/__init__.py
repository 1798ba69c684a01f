"""The pages of each room, in the order of its floors."""
