/** In the place of `rulepack/load.ts`: a bundle compiles no rules; one's own go in when it is made. */
import { CliError } from "../errors.js";

export function loadPack(dirs: readonly string[]): never {
  throw new CliError(`单文件版不编译规则 · this bundle compiles no rules: ${dirs.slice(1).join(" ")}`, "npm run bundle -- --rulesdir DIR");
}
