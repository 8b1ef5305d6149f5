"""Rubric files: reading, editing, advice, comparison and exchange; asks no model and rates nothing."""
