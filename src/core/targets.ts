import type { Moment } from "./timing.js";
import type { Targets } from "./types.js";

/** What the guidance asks for (G40); platforms count from 8:00 to 23:00. */
export const TARGETS: Targets = { simple: 15, standard: 30, complex: 180, limit: 300, hold: 180, night: "23:00-08:00", zone: 480 };

const DAY = 24 * 60;
const NIGHT = /^([01]?\d|2[0-4]):([0-5]\d)-([01]?\d|2[0-4]):([0-5]\d)$/;

/** First and last minute of a night, counted from midnight; null for what is none. */
export function nightOf(text: string): { from: number; to: number } | null {
  const m = NIGHT.exec(text.replace(/\s/g, ""));
  if (!m) return null;
  const [from, to] = [Number(m[1]) * 60 + Number(m[2]), Number(m[3]) * 60 + Number(m[4])];
  return from > DAY || to > DAY || from === to ? null : { from: from % DAY, to: to % DAY };
}

/** Tells whether a time lies in the hours in which nobody needs to answer. */
export function nightClock({ night, zone }: Targets): (time: Moment) => boolean {
  const hours = night === null ? null : nightOf(night);
  if (!hours) return () => false;
  const { from, to } = hours;
  return ({ ms }) => {
    const minute = (((Math.floor(ms / 60_000) + zone) % DAY) + DAY) % DAY;
    return from < to ? minute >= from && minute < to : minute >= from || minute < to;
  };
}
