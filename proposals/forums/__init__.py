"""A forum at any level: its list in order, the record of the meeting, and the berita acara."""
