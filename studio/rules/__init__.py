"""Rules that answer a criterion without any opinion; they read texts, ask nobody and keep nothing."""
