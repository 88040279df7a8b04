"""An invented history of many files, for measuring: `manage.py generate_load`. How it is made: docs/performance.md.

run      who does what when: refusing, planning, two processes, indexes, proof
plan     how many files each office has, how each of them ends and when it began
routes   the acts of one file and their moments
lives    what each act writes, as the actions write it
world    the loaded offices, services and people, read once; the applicants, made once
journal  chains and number series, carried on in memory
worktime the working time of one office as an axis of numbers
sheets   rows of one table, waiting for COPY
"""
