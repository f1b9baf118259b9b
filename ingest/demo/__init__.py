"""An invented town and twelve years of its newspapers: what `make demo` shows.

    stories/*.txt    sentences by kind of story, in templates
    scripts          stories/ -> Plot
    grammar, town    facts drawn for a plot, and who and what there is in Port Alder
    schedule         which plot when, in which paper
    writing          a plot on a day in a paper -> Story, which knows every field of itself
    layouts          Story -> the file a scraper would have left of it
    editions         those files, as two imports bring them
    drawings         pictures for some of their captions
    desk             what editors then did: corrected, withdrew, joined

Everything is drawn from one seed, so the same code makes the same archive.
"""
