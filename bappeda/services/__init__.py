"""What Bappeda does: assign, mark, freeze, verify, approve and publish."""
