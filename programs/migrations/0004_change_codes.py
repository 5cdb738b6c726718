"""The last changes of a workout become codes with values; until now they were English sentences."""

import re

from django.db import migrations

SECTIONS = {"Warm-up": "warm_up", "Main": "main", "Cool-down": "cool_down"}
SECTION = "(?P<section>Warm-up|Main|Cool-down)"
SENTENCES = {
    "added": rf"Added (?P<exercise>.+) (?:to|in) {SECTION}",
    "duplicated": rf"Duplicated (?P<exercise>.+) in {SECTION}",
    "removed": r"Removed (?P<exercise>.+)",
    "restored": rf"Brought back (?P<exercise>.+) in {SECTION}",
    "moved": rf"Moved (?P<exercise>.+): now (?P<position>\d+) of (?P<total>\d+) in {SECTION}",
    "joined": r"(?P<exercise>.+?) and (?P<other>.+) are a superset",
    "left": r"(?P<exercise>.+) is done by itself",
    "swapped": r"Swapped (?P<old>.+?) for (?P<exercise>.+)",
    "details": r"Changed the name, the notes or the goal",
}
REPS = r"(?P<reps_min>\d+)(?:–(?P<reps_max>\d+))?"
SETS = r"(?P<sets>\d+) sets?"
DOSES = [
    rf"{SETS} of {REPS} reps?",
    r"(?P<total_min>\d+)(?:–(?P<total_max>\d+))? reps in total",
    rf"(?:{SETS}: )?hold (?P<hold_seconds>\d+[ \u00a0](?:s|min))(?:, {REPS} times)?",
    rf"(?:{SETS} of )?(?P<duration_seconds>\d+[ \u00a0](?:s|min))",
]
DOSED = re.compile(rf"(?P<exercise>.+?): (?P<dose>(?:{'|'.join(re.sub('[?]P<[a-z_]+>', '?:', each) for each in DOSES)})(?: each side)?)")


def seconds(text):
    number, unit = text.split()
    return int(number) * (60 if unit == "min" else 1)


def dose_of(text):
    """The columns of a prescription by its English words; the text is known to be one."""
    words = text.removesuffix(" each side")
    found = next(match for each in DOSES if (match := re.fullmatch(each, words)))
    dose = {
        name: seconds(value) if name.endswith("seconds") else int(value)
        for name, value in found.groupdict().items()
        if value is not None
    }
    if "hold_seconds" in dose:
        dose.setdefault("reps_min", 1)
    for low, high in (("reps_min", "reps_max"), ("total_min", "total_max")):
        if low in dose:
            dose.setdefault(high, dose[low])
    return dose | ({"each_side": True} if words != text else {})


def coded(text):
    """The code and values of a sentence; None when no code says the same."""
    for code, pattern in SENTENCES.items():
        if match := re.fullmatch(pattern, text):
            values = match.groupdict()
            if "section" in values:
                values["section"] = SECTIONS[values["section"]]
            for name in {"position", "total"} & values.keys():
                values[name] = int(values[name])
            return {"code": code, "values": values}
    if match := DOSED.fullmatch(text):
        values = {"exercise": match["exercise"], "dose": dose_of(match["dose"])}
        return {"code": "dosed", "values": values}
    return None


def converted(change):
    found = coded(change["text"]) if isinstance(change.get("text"), str) else None
    if found is None:
        return change
    return {name: value for name, value in change.items() if name != "text"} | found


def code_changes(apps, schema_editor):
    workouts = apps.get_model("programs", "Workout").objects.using(schema_editor.connection.alias)
    batch = []
    for workout in workouts.exclude(changes=[]).only("changes").iterator(chunk_size=500):
        workout.changes = [converted(each) for each in workout.changes]
        batch.append(workout)
        if len(batch) == 500:
            workouts.bulk_update(batch, ["changes"])
            batch = []
    workouts.bulk_update(batch, ["changes"])


class Migration(migrations.Migration):
    dependencies = [("programs", "0003_standard_names")]

    operations = [migrations.RunPython(code_changes, migrations.RunPython.noop)]
