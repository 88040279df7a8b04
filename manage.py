#!/usr/bin/env python3
import os
import sys

from django.core.management import execute_from_command_line

from ptsp_portal.local_environment import adopt

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ptsp_portal.settings")
    adopt(command=sys.argv[1] if len(sys.argv) > 1 else "")
    execute_from_command_line(sys.argv)
