"""What is done to accounts, and who is told what."""
