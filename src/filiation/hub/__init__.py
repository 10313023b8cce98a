"""Reading the Hub: what its interface returned, from files of records to tables."""
