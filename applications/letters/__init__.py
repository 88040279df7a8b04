"""Letter texts of a standard: our small markup with placeholders from a closed list, made into HTML that can do no harm.

placeholders   the five letters, and what may stand between {{ and }} in each
markup         a text read into blocks of plain data; its faults, each with its line
values         what the placeholders of a letter give for one file
check          what is wrong with the texts of a standard, and what they leave empty
portal_texts   the portal's own layout as a text, to begin from
sample         a file that does not exist
preview        a letter of a draft for such a file, or for a trial filing
editing        the text as the editor's page shows it
"""
