"""The store: records as they were read, and editions made from them."""
