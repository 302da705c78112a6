import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { awaitsEvent, deadlineOf, formatTime, parseTime } from "../../src/core/timing.js";

const shown = (time: string | number | undefined): string | null => {
  const moment = parseTime(time);
  return moment && formatTime(moment);
};

/** A Tuesday morning. */
const TUESDAY = "2026-11-24T10:00:00";

function deadline(words: string, from: string | number = TUESDAY, before = ""): string | null {
  const found = deadlineOf(words, parseTime(from)!, before);
  return found && formatTime(found);
}

describe("parseTime", () => {
  it.each([
    ["a wall clock stays without a zone", "2026-11-24T10:00:00", "2026-11-24T10:00:00"],
    ["a blank for the T", "2026-11-24 10:00", "2026-11-24T10:00:00"],
    ["basic form", "20261124T100000Z", "2026-11-24T18:00:00+08:00"],
    ["an offset is kept", "2026-11-24T10:00:00.250+0530", "2026-11-24T10:00:00.250+05:30"],
    ["a negative offset in hours", "2026-11-24T10:00:00-05", "2026-11-24T10:00:00-05:00"],
    ["Z is shown in China's zone", "2026-11-24T20:30:00Z", "2026-11-25T04:30:00+08:00"],
    ["+00:00 is a place", "2026-11-24T20:30:00+00:00", "2026-11-24T20:30:00+00:00"],
    ["milliseconds are shown in China's zone", 1_764_000_000_123, "2025-11-25T00:00:00.123+08:00"],
    ["24:00 is the next day", "2026-11-24T24:00:00", "2026-11-25T00:00:00"],
    ["29 February of a leap year", "2028-02-29T00:00:00", "2028-02-29T00:00:00"],
  ])("%s", (_, given, expected) => {
    expect(shown(given)).toBe(expected);
  });

  it.each([undefined, "", "x", "2026-11-24", "10:00", "2026-02-29T10:00:00", "2026-13-01T10:00:00", "2026-11-24T25:00:00", "2026-11-24T10:60:00", "2026-11-24T24:00:01", "2026-11/24T10:00:00", "2026-11-24T10:00:00+25:00", NaN, Infinity, -1e17])(
    "%s is no time",
    (given) => {
      expect(parseTime(given)).toBeNull();
    },
  );

  it("compares a wall clock as +08:00", () => {
    expect(parseTime("2026-11-24T10:00:00")!.ms).toBe(parseTime("2026-11-24T02:00:00Z")!.ms);
    expect(parseTime("2026-11-24T10:00:00")!.ms).toBe(parseTime("2026-11-24T10:00:00+08:00")!.ms);
  });

  it("reads what it writes", () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2090, 0) }), fc.oneof(fc.constant(null), fc.integer({ min: -14 * 60, max: 14 * 60 })), (ms, offset) => {
        expect(parseTime(formatTime({ ms, offset }))).toEqual({ ms, offset });
      }),
    );
  });
});

describe("deadlineOf", () => {
  it.each([
    // Hours and minutes from the message on.
    ["10分钟内", "2026-11-24T10:10:00"],
    ["半小时", "2026-11-24T10:30:00"],
    ["半个小时内", "2026-11-24T10:30:00"],
    ["一刻钟", "2026-11-24T10:15:00"],
    ["一个半小时", "2026-11-24T11:30:00"],
    ["1小时30分钟", "2026-11-24T11:30:00"],
    ["1.5小时", "2026-11-24T11:30:00"],
    ["2h", "2026-11-24T12:00:00"],
    ["2小时后", "2026-11-24T12:00:00"],
    ["24小时内", "2026-11-25T10:00:00"],
    ["二十四小时", "2026-11-25T10:00:00"],
    ["24-48小时", "2026-11-26T10:00:00"],
    // Days to their end.
    ["1-3天", "2026-11-27T23:59:59"],
    ["3日内", "2026-11-27T23:59:59"],
    ["两三天", "2026-11-27T23:59:59"],
    ["三五天", "2026-11-29T23:59:59"],
    ["两周", "2026-12-08T23:59:59"],
    ["1个月", "2026-12-24T23:59:59"],
    ["半个月", "2026-12-09T23:59:59"],
    // Working days leave out Saturdays and Sundays.
    ["1个工作日", "2026-11-25T23:59:59"],
    ["3个工作日内", "2026-11-27T23:59:59"],
    ["3-5个工作日", "2026-12-01T23:59:59"],
    ["30个工作日", "2027-01-05T23:59:59"],
    // Days by name.
    ["今天", "2026-11-24T23:59:59"],
    ["今天18点前", "2026-11-24T18:00:00"],
    ["今天18:30", "2026-11-24T18:30:00"],
    ["明天", "2026-11-25T23:59:59"],
    ["明天上午", "2026-11-25T12:00:00"],
    ["明天中午前", "2026-11-25T12:00:00"],
    ["明早", "2026-11-25T10:00:00"],
    ["今晚", "2026-11-24T23:59:59"],
    ["今晚8点半", "2026-11-24T20:30:00"],
    ["今晚12点前", "2026-11-25T00:00:00"],
    ["后天下午3点", "2026-11-26T15:00:00"],
    ["大后天", "2026-11-27T23:59:59"],
    ["第二天", "2026-11-25T23:59:59"],
    ["下班前", "2026-11-24T18:00:00"],
    ["明天上午或下午", "2026-11-25T18:00:00"],
    ["下午2点到4点", "2026-11-24T16:00:00"],
    // Hours without a part of the day.
    ["3点前", "2026-11-24T15:00:00"],
    ["11点前", "2026-11-24T11:00:00"],
    ["明天3点", "2026-11-25T15:00:00"],
    ["明天9点", "2026-11-25T09:00:00"],
    ["0点前", "2026-11-25T00:00:00"],
    // The calendar.
    ["周五前", "2026-11-27T23:59:59"],
    ["周一", "2026-11-30T23:59:59"],
    ["本周五", "2026-11-27T23:59:59"],
    ["下周三", "2026-12-02T23:59:59"],
    ["下下周三", "2026-12-09T23:59:59"],
    ["下周", "2026-12-06T23:59:59"],
    ["本周内", "2026-11-29T23:59:59"],
    ["周末", "2026-11-29T23:59:59"],
    ["11月25日", "2026-11-25T23:59:59"],
    ["11月25日18点前", "2026-11-25T18:00:00"],
    ["25-27号", "2026-11-27T23:59:59"],
    ["20号", "2026-12-20T23:59:59"],
    ["1月5日", "2027-01-05T23:59:59"],
    ["2026年12月1日", "2026-12-01T23:59:59"],
    ["12/1前", "2026-12-01T23:59:59"],
    ["月底", "2026-11-30T23:59:59"],
    ["下月底", "2026-12-31T23:59:59"],
    ["12月中旬", "2026-12-20T23:59:59"],
    ["年底", "2026-12-31T23:59:59"],
    // Several: the last.
    ["最快明天，最晚后天", "2026-11-26T23:59:59"],
  ])("%s", (words, expected) => {
    expect(deadline(words)).toBe(expected);
  });

  it.each(["", "尽快", "几天", "几个小时内", "十几分钟", "[数字x]小时内", "今天[时间x]前", "【时间】前", "节前", "晚一点", "第一时间", "今天上午9点", "11月20日", "99999999天", "9999999999999999999小时", "13月40日"])("%s gives none", (words) => {
    expect(deadline(words)).toBeNull();
  });

  it("starts to count working days after a weekend", () => {
    expect(deadline("1个工作日", "2026-11-27T17:00:00")).toBe("2026-11-30T23:59:59");
    expect(deadline("1个工作日", "2026-11-28T09:00:00")).toBe("2026-11-30T23:59:59");
    expect(deadline("半个工作日", "2026-11-28T09:00:00")).toBe("2026-11-30T23:59:59");
    expect(deadline("半个工作日", "2026-11-27T09:00:00")).toBe("2026-11-27T23:59:59");
  });

  it("takes the next part of the day that is still to come", () => {
    expect(deadline("上午", "2026-11-24T15:00:00")).toBe("2026-11-25T12:00:00");
    expect(deadline("下班前", "2026-11-24T20:00:00")).toBe("2026-11-24T23:59:59");
    expect(deadline("12点前", "2026-11-24T13:00:00")).toBe("2026-11-25T00:00:00");
  });

  it("takes the zone of the message", () => {
    expect(deadline("今天18点前", "2026-11-24T23:30:00Z")).toBe("2026-11-25T18:00:00+08:00");
    expect(deadline("明天", "2026-11-24T20:00:00-05:00")).toBe("2026-11-25T23:59:59-05:00");
    expect(deadline("1小时", Date.UTC(2026, 10, 24, 2, 0, 0, 500))).toBe("2026-11-24T11:00:00.500+08:00");
  });

  it("knows months of different length", () => {
    expect(deadline("1个月", "2027-01-31T10:00:00")).toBe("2027-02-28T23:59:59");
    expect(deadline("月底", "2028-02-10T10:00:00")).toBe("2028-02-29T23:59:59");
    expect(deadline("31号", "2026-11-24T10:00:00")).toBeNull();
    expect(deadline("5号", "2026-12-24T10:00:00")).toBe("2027-01-05T23:59:59");
  });

  it("does not know when something else happens first", () => {
    for (const before of ["收到退货后", "审核通过后预计", "收到货后我们会在", "自申请之日起"]) {
      expect(awaitsEvent(before)).toBe(true);
      expect(deadline("48小时内", TUESDAY, before)).toBeNull();
    }
    for (const before of ["", "售后", "后台", "然后", "稍后", "2小时后或者", "最后", "明天"]) expect(awaitsEvent(before)).toBe(false);
    // A day stays a day.
    expect(deadline("周五前", TUESDAY, "收到货后")).toBe("2026-11-27T23:59:59");
    expect(deadline("5天内", TUESDAY, "[数字x]-")).toBeNull();
  });

  it("never lies before the message, and is the same each time", () => {
    const piece = fc.constantFrom(..."今天 明天 今晚 周五 下周 月底 25号 11月 上午 下午 3点 18:00 半 前 内 后 1-3 个 工作日 小时 分钟 天 十 两 [数字x] 年 12/1 到 ，".split(" "), "99", "0");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2030, 0) }), fc.constantFrom(null, 480, -300, 0), (pieces, ms, offset) => {
        const words = pieces.join("");
        const found = deadlineOf(words, { ms, offset });
        expect(deadlineOf(words, { ms, offset })).toEqual(found);
        if (!found) return;
        expect(found.ms).toBeGreaterThanOrEqual(ms);
        expect(found.offset).toBe(offset);
        expect(parseTime(formatTime(found))?.ms).toBe(found.ms);
      }),
    );
  });

  it("reads anything", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 40 }), fc.string({ unit: "binary", maxLength: 20 }), (words, before) => void deadline(words, TUESDAY, before)));
  });
});
