"""The parts of a page. Each shows what it is given and tells its screen what was done."""
