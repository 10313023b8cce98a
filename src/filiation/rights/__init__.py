"""What people can ask of those who publish models: whom, in which words, on which ground, and by when."""
