"""What is proved of the rules over every answer sheet; docs/proof.md says how."""
