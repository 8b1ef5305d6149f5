"""Curation: chooses samples by a recipe and writes them, with their papers, as a dataset; it judges nothing itself."""
