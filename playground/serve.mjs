// `npm run playground [-- PORT]`: builds the page and serves it to this machine alone.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { buildPlayground } from "./build.mjs";

const { page } = await buildPlayground();
const html = readFileSync(page);
const server = createServer((request, response) => {
  const found = request.url === "/" || request.url === "/index.html";
  response.writeHead(found ? 200 : 404, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store", "x-content-type-options": "nosniff" });
  response.end(found && request.method !== "HEAD" ? html : "");
});
server.on("error", (error) => {
  console.error(error.code === "EADDRINUSE" ? `端口被占用，换一个：npm run playground -- 4174\nThe port is taken; try another: npm run playground -- 4174` : error.message);
  process.exitCode = 2;
});
server.listen(Number(process.argv[2] ?? 4173), "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/\n${page}（也可以直接打开 / opens without a server, too）`));
