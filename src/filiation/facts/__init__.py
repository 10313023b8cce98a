"""The vocabulary of the project as frozen types: no input, no output, no clock."""
