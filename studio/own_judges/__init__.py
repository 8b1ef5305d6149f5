"""Judges that need no provider: rules, her own taste, and all judges stacked; they send nothing and cost nothing."""
