"""What the kelurahan writes beside the workflow: its order, the minutes of its musrenbang, and its reminders."""
