"""What is measured and how: ratios within one run, because these machines are shared and noisy. Figures: docs/performance.md.

make bench            everything, against temporary servers and a fresh demo database
python -m bench render|verify|tracking
make bench ARGS=size      pages at ten thousand and at a million files (also: generate)
"""

import os

import django

os.environ.setdefault("DEBUG", "true")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()
