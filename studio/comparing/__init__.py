"""Puts stored ratings beside stored verdicts and measures how far they agree."""
