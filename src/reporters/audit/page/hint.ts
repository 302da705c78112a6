/** The one hint of the page: what a highlighted stretch is about, beside it. */
import { type Child, h } from "../../page/dom.js";

const ID = "hint";
let shown: { hint: HTMLElement; anchor: Element } | null = null;

/** Makes an element show a hint when it is pointed at, focused or tapped. */
export function withHint<E extends HTMLElement>(anchor: E, content: () => Child[]): E {
  anchor.addEventListener("mouseenter", () => show(anchor, content()));
  anchor.addEventListener("mouseleave", (event) => {
    if (!(event.relatedTarget instanceof Node && shown?.hint.contains(event.relatedTarget))) hideHint();
  });
  anchor.addEventListener("focus", () => show(anchor, content()));
  anchor.addEventListener("blur", () => hideHint());
  anchor.addEventListener("click", () => show(anchor, content()));
  return anchor;
}

/** @returns whether there was one */
export function hideHint(): boolean {
  if (!shown) return false;
  shown.anchor.removeAttribute("aria-describedby");
  shown.hint.remove();
  shown = null;
  return true;
}

function show(anchor: HTMLElement, content: Child[]): void {
  if (shown?.anchor === anchor) return;
  hideHint();
  const hint = h("div.hint", { id: ID, role: "tooltip", onmouseleave: () => hideHint() }, ...content);
  document.body.append(hint);
  anchor.setAttribute("aria-describedby", ID);
  shown = { hint, anchor };
  const box = anchor.getClientRects()[0] ?? anchor.getBoundingClientRect();
  const { width, height } = hint.getBoundingClientRect();
  const left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - width - 8));
  const above = box.bottom + height + 8 > window.innerHeight && box.top - height - 6 > 0;
  hint.style.left = `${left + window.scrollX}px`;
  hint.style.top = `${(above ? box.top - height : box.bottom) + window.scrollY}px`;
}
