"""The parts of the Frameworks page: what there is, one of them in full, and making one's own."""
