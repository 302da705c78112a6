import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskText } from "../../src/core/mask.js";
import { anyText } from "./support.js";

const PERSONAL_WORDS = [
  "13812345678", "138 0013 8000", "+86 138-0013-8000", "１３８００１３８０００", "310101199003072516", "6222021234567890123", "li.lei@example.com",
  "订单号 12345678", "SF1234567890123", "张杨路500号2栋301室", "阳光小区6号楼1202室", "0571-88881234", "微信 abc12345", "收件人：王小明", "幺三八零零一三八零零零",
];

describe("maskText", () => {
  it.each([
    ["电话13812345678", "电话138****5678"],
    ["138 0013 8000", "138 **** 8000"],
    ["+86 138-0013-8000", "+86 138-****-8000"],
    ["１３８００１３８０００", "１３８****８０００"],
    ["身份证310101199003072516已登记", "身份证3****************6已登记"],
    ["卡号6222021234567890123已退款", "卡号***************0123已退款"],
    ["发到a.b@qq.com吧", "发到a.*@qq.com吧"],
    ["订单号 12345678", "订单号 ****5678"],
    ["SF1234567890123 已到", "***********0123 已到"],
    ["订单2023111100012345678已发", "订单***************5678已发"],
    ["您的地址是张杨路500号2栋301室吧", "您的地址是*************吧"],
    ["浙江省杭州市西湖区文三路8号3单元502室", "浙江省杭州市西湖区************"],
    ["寄到花园路3号院5号楼1单元", "寄到************"],
    ["收件人：王小明", "收件人：王**"],
    ["幺三八零零一三八零零零", "幺三八****八零零零"],
    ["加微信 abc12345", "加微信 a******5"],
  ])("hides %s", (text, masked) => {
    expect(maskText(text)).toBe(masked);
    expect(maskText(masked)).toBe(masked);
  });

  it.each(["2026-11-24 18:30", "尾号3307的订单", "客服热线400-800-1234", "您在2号楼的快递柜取件就行", "3路公交第5号线", "一共30号人", "在路上，5号到", "明天18点前给您回复", "今天5层包装", "满300减50", "尺码170/92A", "订单尾号5678，11月25号前"])("leaves %s alone", (text) => {
    expect(maskText(text)).toBe(text);
  });

  it("looks only for the kinds that are named", () => {
    expect(maskText("13812345678 订单号12345678", ["mobile"])).toBe("138****5678 订单号12345678");
  });

  it("keeps the length and everything that it does not hide, whatever the text", () => {
    fc.assert(
      fc.property(anyText(PERSONAL_WORDS), (text) => {
        const masked = maskText(text);
        expect(masked).toHaveLength(text.length);
        for (let i = 0; i < text.length; i++) expect(masked[i] === "*" || masked[i] === text[i]).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it("hides a mobile number wherever it stands in a sentence", () => {
    fc.assert(
      fc.property(fc.constantFrom("", "电话", "亲，", "收件", "我的是", "A"), fc.stringMatching(/^1[3-9]\d{9}$/), fc.constantFrom("", "，谢谢", "是吗", " 尽快"), (before, number, after) => {
        expect(maskText(before + number + after)).not.toContain(number);
      }),
    );
  });

  it("takes time in proportion to the text", () => {
    const time = (text: string): number => {
      const start = performance.now();
      maskText(text);
      return performance.now() - start;
    };
    for (const piece of ["1", "路", "3号", "张杨路5", "a@", "一", "6222 ", "138 "]) {
      time(piece.repeat(1000));
      expect(time(piece.repeat(200_000)), piece).toBeLessThan(3000);
    }
  });
});
