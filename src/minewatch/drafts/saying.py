"""The verbs with which an article says that somebody says something."""

_VERBS = (
    "said", "says", "told", "tells", "added", "adds", "wrote", "writes", "warned", "warns", "replied",
    "replies", "argued", "argues", "insisted", "insists", "explained", "explains", "stated", "states", "noted",
    "notes", "claimed", "claims", "announced", "announces", "asked", "asks", "admitted", "admits", "continued",
    "recalled", "recalls", "sighed", "shouted", "joked", "quipped", "concluded", "concludes", "responded",
    "responds", "called", "calls", "described", "describes", "stressed", "stresses", "declared", "declares",
    "confirmed", "confirms", "predicted", "predicts", "promised", "promises", "proposed", "proposes", "vowed",
    "vows", "posted", "tweeted", "commented", "remarked", "observed", "urged", "urges", "accused", "accuses",
    "denounced", "denounces",
)  # fmt: skip

VERB = rf"(?:{'|'.join(_VERBS)})"
"""A pattern for one of them."""
