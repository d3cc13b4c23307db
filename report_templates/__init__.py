"""Words and layout of the documents: Jinja2 and print CSS, no arithmetic."""
