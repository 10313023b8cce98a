"""Questions about families: pure functions over a graph, answered in numbers and arrays."""
