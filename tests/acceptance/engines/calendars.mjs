// What ical.js, which Thunderbird and others read calendars with, finds in a file: the days of every event.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const MOST = 1000;
const whole = new ICAL.Component(ICAL.parse(readFileSync(process.argv[2], "utf8")));
const days = [];
for (const each of whole.getAllSubcomponents("vevent")) {
  const event = new ICAL.Event(each);
  const next = event.iterator();
  for (let day = next.next(), count = 0; day && count < MOST; day = next.next(), count += 1) days.push(day.toString());
}
console.log(JSON.stringify(days));
