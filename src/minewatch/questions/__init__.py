"""The questions, a module for each kind of answer: from a selection of records to what is shown of them."""
