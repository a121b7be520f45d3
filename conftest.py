"""What every test shares."""

import os

# Playwright's sync API runs an event loop in the test's thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
