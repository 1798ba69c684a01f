"""What is done to have a text answered; one verb a file."""
