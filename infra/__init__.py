"""Where Newswire runs: the template, the search engine's mapping, and the laptop."""
