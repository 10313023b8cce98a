// Makes pages pleasant; everything works without it.
