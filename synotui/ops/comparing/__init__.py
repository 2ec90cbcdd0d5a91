"""Terms, texts and spaces beside each other; how similar pairs of each kind are."""
