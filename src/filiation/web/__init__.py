"""The site: pages, the API under /api/v1, and what protects both."""
