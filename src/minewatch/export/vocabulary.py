"""The words of the JSON-LD export that neither schema.org nor PROV has, each with what it means.

They are defined in every file that uses them, so that nothing has to be fetched to read one.
"""

PREFIX = "urn:minewatch:vocabulary:"

CLASSES = {
    "Gap": "Something that a reader would look for and the source does not give.",
    "Date": "When something was, or is to be: read out, as EDTF, in the words of the source, and on what it rests.",
    "Figure": "A figure: a value, a range or a size in words, and on what it rests.",
    "Position": "A country's standing on one question.",
    "Relation": "How an entity stands to another one, and on what that rests.",
    "Members": "Who makes up a group, and on what that rests.",
    "Role": "An office that somebody holds, and on what that rests.",
    "Wording": "Words that a source uses for a weapon, and where.",
    "Elsewhere": "A claim that another one is linked with and that is not in this file.",
}
ROLES = {
    "publisher": "Who published a source.",
    "speaker": "Who says so.",
    "reporter": "Who reports that the speaker says so, where that is not the source itself.",
}
LINKS = {
    "supports": "What this claim supports.",
    "qualifies": "What this claim qualifies.",
    "reports": "What this claim reports.",
    "contradicts": "What this claim contradicts.",
    "updates": "What this claim takes the place of, being newer.",
    "corrects": "What this claim corrects.",
    "repeats": "What this claim repeats.",
}
PROPERTIES = {
    "status": "How firm a claim is: occurred, decided, planned, hoped, alleged and so on.",
    "basis": "On what it rests: stated, implied, inferred or background.",
    "reason": "Why, where it is not simply stated.",
    "fromParagraph": "A paragraph that it follows from.",
    "fromSource": "The source of these paragraphs.",
    "fromNewsletter": "Whether it rests on the newsletter lines.",
    "published": "When a source appeared.",
    "condition": "A clause that continues the statement; it is in the text already.",
    "note": "What the sentence leaves open.",
    "asked": "What of it is a question's and not the speaker's.",
    "mode": "Direct or indirect speech, or narration.",
    "saidTo": "To whom it was said.",
    "saidWhen": "When it was said.",
    "when": "When it was, or is to be.",
    "passed": "Whether its day is over; never that it has happened.",
    "edtf": "A date as EDTF (ISO 8601-2).",
    "wording": "The source's words.",
    "day": "A day that the source states.",
    "figure": "The figure that a claim has.",
    "worded": "A size in words, where the source gives no number.",
    "qualifier": "The source's word for how near it is.",
    "per": "Per what.",
    "counted": "What is counted.",
    "conversion": "The same in another unit, where the source prints it.",
    "asOf": "As of when the figure is.",
    "position": "The standing that a claim carries.",
    "question": "On which question a country has a standing: treaty, production, export or use.",
    "standing": "Where it stands on that.",
    "evidence": "A paragraph on which it stands.",
    "readFrom": "The quotation that a claim is read from.",
    "context": "Where words were said, in our own.",
    "kind": "What kind of thing something is.",
    "relation": "How it stands to another one.",
    "relationType": "Which relation that is.",
    "to": "The other one.",
    "role": "An office that it holds.",
    "member": "One of those who make up a group.",
    "members": "Who makes up a group, and on what that rests.",
    "term": "The words that a source uses for it.",
    "suppliedTitle": "A title of ours, where the source states none.",
    "derivedFrom": "What a source reprints or rewrites, where that is not in this file.",
    "state": "Withdrawn, where the dataset takes it back.",
    "today": "The day to which `passed` refers.",
    "sha256": "Of all records of a dataset.",
}
