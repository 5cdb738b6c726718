// Reads a calendar on stdin; prints [start, end, summary] of each session in UTC seconds, as JSON.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);

const events = calendar.getAllSubcomponents("vevent");
const value = (event, name) => event.getFirstPropertyValue(name);
const sessions = [];
for (const series of events.filter((each) => !value(each, "recurrence-id"))) {
  if (value(series, "status") === "CANCELLED") continue;
  const exceptions = events.filter(
    (each) => value(each, "recurrence-id") && value(each, "uid") === value(series, "uid"),
  );
  const event = new ICAL.Event(series, { exceptions });
  const days = event.iterator();
  for (let day = days.next(); day; day = days.next()) {
    const { startDate, endDate, item } = event.getOccurrenceDetails(day);
    sessions.push([startDate.toUnixTime(), endDate.toUnixTime(), item.summary]);
  }
}
process.stdout.write(JSON.stringify(sessions));
