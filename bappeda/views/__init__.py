"""The pages of Bappeda: assignment, marking room, ranking board, runs, ceilings, the end of the year."""
