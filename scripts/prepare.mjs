// Builds the package before it is packed. npm prepares a git dependency of a *global* install (`npm i -g git+…`, pre-commit) without its
// development packages, as it hands `--global` on to the preparation; then they are fetched here.
import { execSync } from "node:child_process";
import { existsSync } from "node:fs";

const env = { ...process.env };
if (!existsSync("node_modules/tsdown")) {
  for (const name of ["npm_config_global", "npm_config_location", "npm_config_prefix", "NPM_CONFIG_PREFIX"]) delete env[name];
  execSync("npm ci --ignore-scripts --include=dev --no-audit --no-fund", { stdio: "inherit", env });
}
execSync("npm run build", { stdio: "inherit", env });
