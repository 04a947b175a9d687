"""From an office's workbook to drafts: receiving, reading, judging, taking in, and the pages that lead through it."""
