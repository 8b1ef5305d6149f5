"""Makes inputs and samples with models; it judges nothing."""
