"""Runs the benchmarks: `make bench`."""

from tests.benchmarks import feed

if __name__ == "__main__":
    feed.main()
