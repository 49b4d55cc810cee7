"""What keeps state: the casebook. The rest of the core never imports it."""
