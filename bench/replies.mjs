// Made-up replies of customer service, 20–60 characters long, about one in eight with a fault. Composed from fragments
// by a seeded generator: the same list on every machine.

import { random } from "../scripts/random.mjs";

const OPENINGS = ["", "", "您好，", "亲，", "亲亲您好，", "在的呢，", "您好呀，", "感谢您的耐心，", "收到您的消息了，", "让您久等了，", "非常抱歉给您添麻烦了，", "理解您的着急，"];
const ORDERS = ["您这一单", "您昨天拍的两件", "尾号3307的订单", "您买的这款保温杯", "这件外套", "您的包裹", "补发的配件", "这笔退款", "您预订的那套餐具", "这双雪地靴"];
const STATES = ["目前在分拣中心", "今天下午已经交给快递", "还在仓库打包", "显示正在派送", "已经进入审核", "上午刚刚签出库单", "在等质检同事复核", "备注已经加上了", "颜色和尺码都核对过了", "库存还有两件"];
const ACTIONS = ["我现在联系站点核实", "我这边给您登记加急", "我去仓库那边核对一下批次", "我把情况记到工单里", "我帮您申请补寄", "我给您改好收件电话", "我来跟快递确认下一站", "我把尺码表发给您对照"];
const TIMES = ["今天18点前给您回复", "两个小时内告诉您结果", "明早10点前同步进度", "预计周四上午到您那边", "一般三个工作日到账", "晚上八点前把单号发您", "最迟明天中午给您答复"];
const FACTS = ["面料是七成棉三成涤纶，机洗选轻柔就行", "内胆是不锈钢的，别放微波炉", "这款偏修身，平时穿L的建议拍XL", "满两百可以减二十，下单页会直接显示", "支持七天内退换，吊牌留着就好", "包装是双层纸箱加气柱袋", "充满电大约能用六个小时", "赠品跟主件一起发，不用另拍"];
const QUESTIONS = ["您看这样可以吗", "方便发一张外箱照片吗", "您想换同款还是退款呢", "您平时穿多大码呢", "还有别的需要我处理吗", "要不要先给您留一件"];
const CLOSINGS = ["", "", "", "有问题随时找我～", "祝您生活愉快😊", "感谢理解", "辛苦您稍等", "谢谢您提醒我们改进"];
const FAULTS = [
  "明天保证给您送到", "这个绝对没有质量问题", "快递慢不关我们的事", "您自己没看清楚说明吧", "系统就是这样规定的没办法", "我们家全网最低价", "加我微信给您便宜", "给个五星好评返两元",
  "您别着急耐心等等", "有消息了会尽快通知您", "这个不归我们管", "不可能是我们发错的", "帮您催一下哈", "仓库漏发跟客服没关系", "别人用都好好的怎么就您有问题", "肯定不会掉色的放心买",
  "过了时间我们一概不退", "您去问快递公司吧", "把付款验证码告诉我", "这款效果第一没有之一", "怎么可能少件呢", "再不付款就取消了", "公司规定退不了", "早就跟您说过了",
];

/** @param share of replies with a fault */
export function replies(count, seed = 20261124, share = 0.12) {
  const next = random(seed);
  const of = (list) => list[Math.floor(next() * list.length)];
  const out = [];
  const seen = new Set();
  while (out.length < count) {
    const parts = [];
    const shape = next();
    if (next() < share) parts.push(of(FAULTS));
    if (shape < 0.45) parts.push(of(ORDERS) + of(STATES), of(ACTIONS), of(TIMES));
    else if (shape < 0.7) parts.push(of(FACTS), of(QUESTIONS));
    else if (shape < 0.85) parts.push(of(ORDERS) + of(STATES), of(QUESTIONS));
    else parts.push(of(ACTIONS), of(TIMES), of(QUESTIONS));
    const stops = parts.map((part, index) => part + (/吗$|呢$/.test(part) ? "？" : index + 1 < parts.length ? "，" : "。"));
    const reply = of(OPENINGS) + stops.join("") + of(CLOSINGS);
    if (reply.length < 20 || reply.length > 60 || seen.has(reply)) continue;
    seen.add(reply);
    out.push(reply);
  }
  return out;
}
