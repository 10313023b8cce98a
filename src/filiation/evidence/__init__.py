"""Evidence of parentage: readers of clues, names, and the policy that makes links of clues."""
