"""The views of programs and workouts."""
