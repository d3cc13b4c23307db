"""The chapters of the documents: each turns a claim into finished text, without layout."""
