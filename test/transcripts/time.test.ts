import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseTime, showTime, zoneOffset } from "../../src/transcripts/time.js";

const SHANGHAI = zoneOffset("+08:00");
const T = Date.parse("2026-03-01T10:02:03+08:00");

test.each([
  ["2026-03-01 10:02:03", T],
  ["2026/3/1 10:02:03", T],
  ["2026.03.01 10:02:03", T],
  ["2026-03-01T10:02:03", T],
  ["2026年3月1日 10:02:03", T],
  ["2026年3月1日 上午10点02分03秒", T],
  ["2026/3/1 下午1:02", T - 123_000 + 10_920_000],
  ["2026-03-01 12:02:03 AM", T - 36_000_000],
  ["2026-03-01T02:02:03Z", T],
  ["2026-03-01 02:02:03 UTC", T],
  ["2026-03-01T10:02:03.250+08:00", T + 250],
  ["2026-03-01T10:02:03+0800", T],
  ["1772330523", T],
  ["1772330523000", T],
  ["1772330523000000", T],
  ["2026-03-01", Date.parse("2026-03-01T00:00:00+08:00")],
  ["46082.41809027778", T],
])("%s", (text, time) => {
  expect(parseTime(text, SHANGHAI)).toBe(time);
});

test.each(["", "昨天", "2026-13-01 10:00:00", "2026-02-30 10:00:00", "2026-03-01 25:00:00", "2026-03-01 10:61:00", "10:00", "12", "NaN", "1e400", "2026-03-01 1x:00:00"])("%s is no time", (text) => {
  expect(parseTime(text, SHANGHAI)).toBeUndefined();
});

test("what is shown is read again", () => {
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(1980, 0), max: Date.UTC(2200, 0) }), fc.constantFrom("+08:00", "+00:00", "-05:30"), (time, zone) => {
      const offset = zoneOffset(zone);
      const minute = Math.floor(time / 60_000) * 60_000;
      expect(parseTime(`${showTime(minute, offset)}:00`, offset)).toBe(minute);
    }),
  );
});
