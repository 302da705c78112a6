import { fileURLToPath } from "node:url";

/** A file or folder that ships with the package, from its root; holds for the built files, which all lie in `dist`. */
export function shipped(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}
