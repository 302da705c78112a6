/** Lines of UTF-8, without the byte order mark. Only a line feed ends one: U+2028 may stand in a JSON string. */
export async function* linesOf(stream: AsyncIterable<unknown>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let held: string[] = [];
  for await (const chunk of stream) {
    const [first = "", ...rest] = decoder.decode(chunk as Buffer, { stream: true }).split("\n");
    held.push(first);
    for (const part of rest) {
      yield held.join("");
      held = [part];
    }
  }
  const last = held.join("") + decoder.decode();
  if (last !== "") yield last;
}
