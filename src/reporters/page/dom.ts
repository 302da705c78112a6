/** Builds elements. Text goes in as text only: nothing here, and nothing that uses it, parses HTML. */

export type Child = Node | string | number | null | undefined | false;
type Attributes = Record<string, string | number | boolean | undefined | ((event: never) => void)>;

/** `h("a.link", { href, onclick }, "text")`; functions are listeners, `true` is an empty attribute, `false` none. */
export function h<K extends keyof HTMLElementTagNameMap>(spec: K | `${K}.${string}`, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const [tag, ...classes] = spec.split(".");
  return fill(document.createElement(tag as K), classes, attributes, children);
}

/** The same for SVG. */
export function s<K extends keyof SVGElementTagNameMap>(spec: K | `${K}.${string}`, attributes: Attributes = {}, ...children: Child[]): SVGElementTagNameMap[K] {
  const [tag, ...classes] = spec.split(".");
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag as K), classes, attributes, children);
}

function fill<E extends Element>(element: E, classes: string[], attributes: Attributes, children: readonly Child[]): E {
  if (classes.length > 0) element.setAttribute("class", classes.join(" "));
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.replace(/^on/, ""), value as (event: Event) => void);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

export function append(parent: Element | DocumentFragment, children: readonly Child[]): void {
  for (const child of children) if (child !== null && child !== undefined && child !== false) parent.append(typeof child === "number" ? String(child) : child);
}

/** Rows that are made as they are scrolled to, `step` at a time. */
export interface Lazy {
  /** Makes rows up to and including this one. */
  reach(index: number): void;
}

/** Fills `list` with `count` rows little by little; the last child tells how many are left and makes more when it is seen. */
export function lazyRows(list: Element, count: number, step: number, make: (index: number) => Element, more: (left: number, onclick: () => void) => Element): Lazy {
  let made = 0;
  let sentinel: Element | null = null;
  const observer = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) grow(made + step);
  }, { rootMargin: "400px" });
  const grow = (to: number): void => {
    if (sentinel) observer.unobserve(sentinel);
    sentinel?.remove();
    sentinel = null;
    const batch = document.createDocumentFragment();
    for (const end = Math.min(to, count); made < end; made++) batch.append(make(made));
    list.append(batch);
    if (made >= count) return;
    sentinel = more(count - made, () => grow(made + step));
    list.append(sentinel);
    observer.observe(sentinel);
  };
  grow(step);
  return {
    reach: (index) => {
      if (index >= made) grow(index + 1);
    },
  };
}
