#!/usr/bin/env python
"""Django's command line for Gandeng."""

import os
import sys


def main() -> None:
    if sys.argv[1:2] == ["timetable"]:
        # pure mathematics: it needs no settings, no database, and not the second Django takes
        from gandeng.meetings.core.command import main as timetable

        sys.exit(timetable(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gandeng.site.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
