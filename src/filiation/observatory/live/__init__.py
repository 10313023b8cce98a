"""Reading the live Hub into a store: crawl, update, pull, one model, and what it will cost."""
