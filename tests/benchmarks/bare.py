"""The site with one address more, to measure against: a bare view behind all of its middleware."""

from backfit.settings import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.bare_urls"
