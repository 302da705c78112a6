/** A file below src/ as text: see scripts/inline.ts. */
declare module "inlined:*" {
  const text: string;
  export default text;
}
