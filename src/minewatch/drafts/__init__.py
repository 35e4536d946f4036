"""What can be found in an article without understanding it: somebody still has to read all of it.

Every module here goes from paragraphs to what it found, and knows nothing of files, of datasets or of today.
"""
