"""Pictures of families, laid out here and written as SVG: the same for pages, the command line and files."""
