"""What every test shares."""

import os

from hypothesis import HealthCheck, settings

# Playwright's sync API runs an event loop in the test's thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

# Laws hold or do not; how fast a busy machine looks at them is no law.
settings.register_profile("gandeng", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("gandeng")
