"""Rubric Studio: a product owner's taste, turned into rubrics and into judges that share it."""

__version__ = "0.1.0"
