/** The shipped pack, gzip in base64. `scripts/build-pack.mjs` writes the module, once the pack is compiled. */
declare const packed: string;
export default packed;
