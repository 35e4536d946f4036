"""The verbs with which an article says that somebody says something."""

_VERBS = (
    "said", "says", "added", "adds", "wrote", "writes", "warned", "warns", "replied", "replies", "argued", "argues",
    "insisted", "insists", "explained", "explains", "stated", "states", "noted", "notes", "claimed", "claims",
    "announced", "announces", "asked", "asks", "admitted", "admits", "continued", "recalled", "recalls", "sighed",
    "shouted", "joked", "quipped", "concluded", "concludes", "responded", "responds", "suggested", "suggests",
    "acknowledged", "acknowledges", "stressed", "stresses", "declared", "declares", "confirmed", "confirms",
    "predicted", "predicts", "promised", "promises", "proposed", "proposes", "vowed", "vows", "posted", "tweeted",
    "commented", "remarked", "observed", "cautioned", "conceded", "countered", "testified", "complained", "alleged",
    "alleges", "reiterated", "emphasised", "emphasized", "underlined", "revealed", "lamented",
)  # fmt: skip
_OF_SOMEBODY = (
    "told", "tells", "called", "calls", "described", "describes", "urged", "urges", "accused", "accuses", "denounced",
    "denounces", "dismissed", "dismisses", "dubbed",
)  # fmt: skip

VERB = rf"(?:{'|'.join((*_VERBS, *_OF_SOMEBODY))})"
"""A pattern for one of them."""
INVERTED = rf"(?:{'|'.join(_VERBS)})"
"""For one that may stand before its speaker: whoever follows the others is spoken to or of."""
