/** Conversations written for the tests of the report; a seed makes as many of them as are asked for. */
import type { Message } from "../../../src/core/types.js";

export interface Sample {
  id: string;
  team: string;
  messages: (Message & { time: number })[];
}

type Line = [role: Message["role"], text: string, secondsLater: number];

/** `{a}` is the agent's name; seconds count from the line before. */
const SCRIPTS: Line[][] = [
  [["customer", "在吗？裙子洗了一次就掉色，把我白衬衫都染了，太失望了😤", 0], ["bot", "您好，欢迎光临，请问有什么可以帮您？", 1], ["agent", "亲，这款绝对不会掉色的，是您自己洗的方法不对哦", 48], ["customer", "我就是按洗标冷水手洗的！", 30], ["agent", "您放心，我们会尽快给您处理！！", 65]],
  [["customer", "快递三天没动了，什么时候能到", 0], ["agent", "抱歉让您久等了，我现在就联系快递核实，今天18点前给您回复", 25], ["customer", "好吧", 20], ["agent", "您好，已经查到了：包裹在杭州中转，预计明天送达，以物流更新为准。没到您随时找我，我来催件", 5_400], ["customer", "谢谢", 60], ["agent", "不客气，感谢您的耐心，祝您生活愉快", 20]],
  [["customer", "我要退款，买了两天就降价50", 0], ["agent", "这是公司规定，我也没办法", 240], ["customer", "什么态度！我要投诉", 40], ["agent", "您投诉也没用，活动时间页面写得清清楚楚", 35], ["customer", "？？？", 120]],
  [["customer", "这个面膜敏感肌能用吗", 0], ["agent", "可以的亲，纯天然成分100%不过敏，三天就能祛痘，全网最好的面膜💯", 18], ["customer", "那我试试", 50], ["agent", "好的呢，喜欢可以先拍下，今天下单送小样", 15]],
  [["customer", "收到的杯子碎了一个", 0], ["agent", "非常抱歉给您带来不便，让您收到破损的杯子真的很遗憾。麻烦您拍一张杯子和外箱的照片给我，我马上为您登记补发", 22], ["customer", "[图片]", 60], ["agent", "照片收到了，谢谢您。我已经登记补发，明天18点前发出，运单号会发给您，您看可以吗？", 45], ["customer", "可以的，辛苦了", 30], ["agent", "不辛苦，再次抱歉。还有别的需要可以随时联系我", 12]],
  [["customer", "能不能再便宜点，我买三件", 0], ["agent", "亲，价格已经是最低价了，一分都不能少", 33], ["customer", "那算了", 20], ["agent", "加我微信 shop8866，私下转账给您便宜30", 28]],
  [["customer", "衣服尺码偏小，想换大一码", 0], ["agent", "您好，可以换的。L码目前有货，我帮您登记换货，您在订单里点“申请换货”，寄回运费我们承担，收到后当天给您发出", 20], ["customer", "好的，地址是杭州市西湖区文三路18号3单元502，电话13812345678", 65], ["agent", "收到，已经备注好了，换货单今天16点前给您", 25], ["customer", "嗯嗯", 5]],
  [["customer", "手机用了一周就黑屏，你们卖的什么东西", 0], ["agent", "亲，别的客户都没有这个问题", 130], ["customer", "我要退货", 45], ["agent", "质量问题要先提供检测报告，没有报告不给退", 80], ["customer", "气死我了", 15], ["agent", "稍等", 200]],
  [["customer", "发票怎么还没开", 0], ["agent", "抱歉让您等了，发票这边我来跟进，今天17点前把电子发票发到您的邮箱", 40], ["customer", "邮箱是 li.wei@example.com", 50], ["agent", "收到的亲", 15], ["customer", "都第二天了，发票呢？？", 86_000]],
  [["customer", "这个锅电磁炉能用吗？", 0], ["agent", "您好，可以的。锅底是复合钢，电磁炉、明火都能用，用之前建议小火预热一分钟。您家里是几个人吃饭呢？我帮您推荐尺寸", 16], ["customer", "三个人", 30], ["agent", "三个人用28厘米这款刚好，现在下单，今天17点前发货", 20]],
  [["customer", "安装师傅一直没联系我", 0], ["agent", "那是师傅的问题，您自己打电话问一下", 95], ["customer", "电话没人接", 60], ["agent", "好的哦亲亲～这边给您反馈一下呢～请您耐心等待～", 70]],
  [["customer", "🎁👨‍👩‍👧‍👦 礼盒可以写贺卡吗", 0], ["agent", "🎉可以的！贺卡文字您发我，保证明天一定送到👍🏻不会耽误", 12], ["customer", "写“祝妈妈生日快乐”", 45], ["agent", "好的，已备注“祝妈妈生日快乐”，下单后我再核对一遍", 14]],
];

const TEAMS = ["售前一组", "售后一组", "售后二组"];
const AGENTS = ["小雨", "阿杰", "木木", "晓晨", "糖糖", "大白", "安安", "七七", "南风"];
const START = Date.UTC(2026, 10, 2, 1, 0);

/** A small generator of numbers below `2³²`, the same ones for the same seed (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
}

export function conversations(count: number, seed = 7): Sample[] {
  const next = numbers(seed);
  return Array.from({ length: count }, (_, index): Sample => {
    const who = next() % AGENTS.length;
    // Some agents are handed the hard ones more often.
    const script = SCRIPTS[(next() + (who % 3 === 0 ? next() : 0)) % SCRIPTS.length]!;
    let time = START + (next() % 20) * 86_400_000 + (next() % 36_000) * 1_000;
    return {
      id: `2026110${index % 9}-${String(10_001 + index)}`,
      team: TEAMS[who % TEAMS.length]!,
      messages: script.map(([role, text, later]) => {
        time += later * 1_000 + (later > 10 ? (next() % 40) * 1_000 : 0);
        return { role, text, time, ...(role === "agent" && { agent: AGENTS[who]! }) };
      }),
    };
  });
}
