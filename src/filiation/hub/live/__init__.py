"""Reading the live Hub: politely, again after every fault, and the token to nobody else."""
