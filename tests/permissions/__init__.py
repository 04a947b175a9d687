"""Who may do what, where and when: every cell of role × office × action × status."""
