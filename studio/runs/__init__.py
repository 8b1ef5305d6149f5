"""Runs: many calls to providers in the background, none lost and none paid for twice."""
