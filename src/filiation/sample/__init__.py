"""Real families of open models that answer when the user has no store; the README says what and whence."""
