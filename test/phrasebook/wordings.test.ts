import { beforeAll, describe, expect, it } from "vitest";
import { phraseFinder } from "../../src/phrasebook/wordings.js";
import { data, read } from "./support.js";

describe("phraseFinder", () => {
  let find: ReturnType<typeof phraseFinder>;
  beforeAll(async () => {
    const books = [
      await read("book.csv", '快捷编码,快捷短语,分组\nhi,"亲，您好，请问有什么可以帮您",开场\nfa,"发货时间：付款后""48小时""内",发货\n'),
      await read("book.yaml", "entries:\n  - id: back\n    text: 七天无理由退换，运费险已经送您\n    variants:\n      - { audience: 学生, text: 同学你好，七天内都能退，运费我们出 }\n  - id: where\n    text: 您的包裹{运单号}目前到了{城市}，预计明天送达\n"),
      await read("book.md", "# 退换\n\n> 请提供一下订单号，我马上为您查\n"),
    ];
    find = phraseFinder(books, { data });
  });

  it.each([
    ["亲，您好，请问有什么可以帮您", "book.csv", 2],
    ["亲,您好！请问有什么可以帮您？", "book.csv", 2],
    ["发货时间：付款后“４８小时”内", "book.csv", 3],
    ["七天无理由退换，运费险已经送您", "book.yaml", 3],
    ["同学你好，七天内都能退，运费我们出", "book.yaml", 5],
    ["您的包裹YT0012目前到了杭州，预计明天送达", "book.yaml", 7],
    ["请提供一下订单号，我马上为您查", "book.md", 3],
  ])("finds %s", (text, file, line) => {
    expect(find(text)).toMatchObject({ file, line });
  });

  it("knows nothing of other texts, nor of those that were changed", () => {
    for (const text of ["不关我们的事", "", "七天无理由退换，运费险自己买"]) expect(find(text)).toBeUndefined();
  });
});
