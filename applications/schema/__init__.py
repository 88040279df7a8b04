"""What a permit type asks, as data: kinds of fields, forms made of them, answers at rest, the catalogue file.

Pure: no models, no database; regions come in through `Context`. Start reading at `form.py`.
"""
