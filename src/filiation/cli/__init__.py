"""The command line: one file per group of commands, named as the rooms that answer."""
