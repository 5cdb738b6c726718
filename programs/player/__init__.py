"""The guided player: a plan as steps for the browser."""
