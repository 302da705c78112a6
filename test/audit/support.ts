import * as fc from "fast-check";
import type { TranscriptConversation, TranscriptMessage } from "../../src/transcripts/types.js";
import { sometimes } from "../core/support.js";

const DAY = Date.UTC(2026, 10, 2, 2);

/** A message at so many seconds after ten in the morning, China time, of 2 November 2026. */
export function said(role: TranscriptMessage["role"], text: string, seconds?: number, more: Partial<TranscriptMessage> = {}): TranscriptMessage {
  return { role, text, kind: "text", at: { file: "chat.csv", line: 1 }, ...(seconds !== undefined && { time: DAY + seconds * 1000 }), ...more };
}

/** A conversation; its messages stand in the lines after `line`. */
export function chat(id: string, messages: TranscriptMessage[], more: Partial<TranscriptConversation> = {}, line = 1): TranscriptConversation {
  const placed = messages.map((message, index) => ({ ...message, at: { ...message.at, line: line + index } }));
  return { id, at: placed[0]?.at ?? { file: "chat.csv", line }, messages: placed, ...more };
}

const CUSTOMER = ["在吗", "我的快递怎么还没到", "太失望了，我要投诉", "收到的杯子碎了", "这款有M码吗", "好的谢谢", "退款什么时候到账", "[图片]"];
const AGENT = ["您好，有什么可以帮您", "不关我们的事，您问快递吧", "非常抱歉，我现在给您补发，今天18点前把单号发您", "明天保证给您送到", "稍等，我查一下", "有的亲，M码现货", "不客气，有问题随时找我", "麻烦您拍一张照片给我", "公司规定退不了"];

/** Conversations as exports have them: several agents and days, bots, pictures, missing times. */
export const chats: fc.Arbitrary<TranscriptConversation[]> = fc
  .array(
    fc.record({
      agent: fc.constantFrom("小禾", "阿青", "", "小麦"),
      team: sometimes(0.3, fc.constantFrom("早班", "晚班")),
      start: fc.integer({ min: 0, max: 3 * 86_400 }),
      timed: fc.integer({ min: 0, max: 9 }),
      lines: fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.nat(99), fc.integer({ min: 0, max: 500 })), { minLength: 1, maxLength: 8 }),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .map((list) =>
    list.map(({ agent, team, start, timed, lines }, number) => {
      let at = start;
      const messages = lines.map(([who, word, pause]) => {
        at += pause;
        const seconds = timed === 0 ? undefined : at;
        if (who === 0) return said("bot", "您好，客服马上就来", seconds);
        if (who < 5) {
          const text = CUSTOMER[word % CUSTOMER.length]!;
          return said("customer", text, seconds, text === "[图片]" ? { kind: "image" } : {});
        }
        return said("agent", AGENT[word % AGENT.length]!, seconds, agent === "" ? {} : { agent });
      });
      return chat(`C${number}`, messages, team === undefined ? {} : { team }, number * 10 + 1);
    }),
  );
