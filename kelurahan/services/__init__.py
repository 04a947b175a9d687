"""What the kelurahan writes beside the workflow: its order, and the minutes of its musrenbang."""
