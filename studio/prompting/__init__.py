"""What a model is asked with, to the letter, and the strict reading of JSON it may answer with; sends nothing."""
