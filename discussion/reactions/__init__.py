"""What the public says of published texts: who may, how visitors prove their address, what
is shown, who is told."""
