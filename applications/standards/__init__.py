"""What a service standard says, whether it can be published, and what comes of it: plain functions on rows, no writing.

What it is
    terms          the columns that make a standard, their names for people, the sections of the editor, the 14 components
    words          a standard in a few words: a line for each section, pairs of label and value, an example of its number
    days           days of a standard, always on the wall of its office
    stage_days     the days of a service as a sum: its stages, and what is left to the office
    field_kinds    the 19 kinds of form fields in an officer's words, each with an example

Whether it is right
    shape          types, ranges and lengths of the terms, of a page as of a file; what is mis-shaped is never stored
    readers        the one place that knows which reader checks which part
    finding        one thing that is missing or contradictory, and where it is put right
    check          everything that is found before publishing; each section has its own:
    check_terms    general terms, components, legal bases
    check_form     questions, papers
    check_flow     agencies that are asked, their days
    check_levy     what it costs
    check_signing  who endorses and signs, the number
    check_letters  letter texts

Its parts, for the editor
    parts          lists of a draft with one row more, less, moved or changed
    uses           what points at a field, a paper or an agency, and what its removal changes
    field_rules    conditions that can come true, codes that are settled
    agencies       which agencies it may name, and whether an answer finds the one that it should
    blank_forms    who may take a form to download

Beside others
    library        the national templates beside an office's own; a standard as a file
    compare        two or three versions, piece by piece
    compare_words  these pieces in people's words

Tried out and moved
    trial          what would come of a test filing
    dry_run        a draft on last year's files
    moving         a running file and a newer version
"""
