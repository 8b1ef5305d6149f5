"""Takes in what others made: items, ratings and verdicts from files and folders, whole or with every omission named."""
