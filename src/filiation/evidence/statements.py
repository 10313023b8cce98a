"""Links stated outside the Hub's records: in a paper, a model card's text, a package's catalog."""

from filiation.evidence.interface import Reader, Tier
from filiation.facts.vocabulary import Source

READER = Reader(
    name="publication",
    source=Source.PUBLICATION,
    tier=Tier.DECLARED,
    rank=5,
    column="",
    query="""
        SELECT entities.key AS child, CASE WHEN relation = 'trained_on' THEN 'dataset' ELSE 'model' END AS target,
               raw, parent AS named, source, location,
               nullif(relation, 'unspecified') AS relation, first_seen, last_seen, true AS current,
               NULL::BIGINT AS reading
        FROM stated JOIN stated_children ON name = child
        JOIN entities ON kind = 'model' AND entities.id = stated_children.id""",
)
