/** What `scripts/bundle.mjs` puts into the bundle, as text. */
declare module "bundled:*" {
  const text: string;
  export default text;
}
