"""What a service standard says and whether it can be published: plain functions on rows, no writing.

terms      the columns that make a standard, their names for people, the sections of the editor
check      what is missing or contradictory, each with the section that puts it right
"""
