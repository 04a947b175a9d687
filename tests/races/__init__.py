"""Several people at the same moment, over real HTTP on PostgreSQL, with a control that shows what the locks are for."""
