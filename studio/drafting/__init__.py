"""Models as helpers at the rubric: drafts, proposals from disagreements, and whether they helped; they save no file."""
