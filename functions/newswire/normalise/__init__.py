"""What every format needs: clean text, paragraphs out of mark-up, datelines, times. No I/O here."""
