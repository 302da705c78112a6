// What each layer may not do (the arrows between the folders of src/), and the usual.
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

/** Folder of src/ → the folders it may import. Whoever adds a folder adds a line. */
const LAYERS = {
  core: [],
  rulepack: ["core"],
  transcripts: ["core", "rulepack"],
  phrasebook: ["core", "rulepack"],
  audit: ["core", "rulepack", "transcripts"],
  evaluation: ["core", "rulepack", "transcripts"],
  ci: ["core", "rulepack", "phrasebook"],
  drafts: ["core", "rulepack", "phrasebook", "ci"],
  reporters: ["core", "transcripts", "phrasebook", "audit", "evaluation", "ci"],
  browser: ["core", "rulepack", "reporters"],
  codemirror: ["core"],
  retext: ["core", "rulepack", "transcripts", "phrasebook", "audit", "reporters"],
  eslint: ["core", "rulepack", "transcripts", "phrasebook", "audit", "ci", "reporters"],
  lsp: ["core", "rulepack", "transcripts", "phrasebook", "audit", "ci", "drafts", "reporters"],
  cli: ["core", "rulepack", "transcripts", "phrasebook", "audit", "evaluation", "ci", "drafts", "reporters", "retext", "eslint", "lsp"],
};
/** Adapters may also go through src/node.ts, which is the library's own front door. */
const ADAPTERS = ["retext", "eslint", "lsp", "cli"];
/** These run in a browser: they import no Node module, and no package but what is named here. */
const PURE = { core: "(?!)", browser: "(?!)", codemirror: "@codemirror/" };
/** Of these only types may cross: a reporter formats results and judges nothing; `core/types.js` also holds the lists of ids. */
const TYPES_ONLY = ["reporters"];
const DEPTHS = 3;

/** Options of no-restricted-imports for files `depth` folders below src/. */
function arrows(folder, depth) {
  const up = `^${String.raw`\.\./`.repeat(depth)}`;
  const deeper = `^${String.raw`\.\./`.repeat(depth + 1)}`;
  const allowed = [folder, ...LAYERS[folder]].map((name) => `${name}/`);
  if (ADAPTERS.includes(folder)) allowed.push(String.raw`node\.js$`);
  const message = `src/${folder} may import ${LAYERS[folder].length > 0 ? LAYERS[folder].map((name) => `src/${name}`).join(", ") : "nothing outside itself"}: see LAYERS in eslint.config.js.`;
  const patterns = [
    { regex: `${up}(?!${allowed.join("|")})`, message },
    { regex: deeper, message: "Nothing in src/ imports from outside src/." },
  ];
  if (PURE[folder]) patterns.push({ regex: String.raw`^(?!${PURE[folder]})[^.]`, message: `src/${folder} runs in a browser: it imports no Node module, and no package that PURE in eslint.config.js does not name.` });
  if (TYPES_ONLY.includes(folder))
    patterns.push({ regex: String.raw`^${String.raw`\.\./`.repeat(depth)}core/(?!types\.js$)`, allowTypeImports: true, message: "Reporters take types from the core, and values only from core/types.js." });
  return { patterns };
}

const layers = Object.keys(LAYERS).flatMap((folder) =>
  Array.from({ length: DEPTHS }, (_, index) => ({
    name: `layer/${folder}/${index + 1}`,
    files: [`src/${folder}/${"*/".repeat(index)}*.ts`],
    rules: { "@typescript-eslint/no-restricted-imports": ["error", arrows(folder, index + 1)] },
  })),
);

/** What the core has no business with: the machine, the clock, chance, and whatever differs from one ICU to the next. */
const NOT_IN_CORE = [
  "process", "Buffer", "require", "module", "global", "globalThis", "self", "window", "document", "navigator", "localStorage",
  "console", "fetch", "performance", "setTimeout", "setInterval", "setImmediate", "queueMicrotask", "Intl",
];

/** What tsconfig.browser.json covers. */
const BROWSER = ["src/browser/**/*.ts", "src/codemirror/**/*.ts", "test/browser/**/*.ts", "test/codemirror/**/*.ts", "test/playground/**/*.ts", "playground/**/*.ts", "editors/shared/**/*.ts"];

export default defineConfig(
  { ignores: ["dist/", "playground/dist/", "editors/vscode/dist/", "editors/vscode/server/", "coverage/", "node_modules/"] },
  {
    name: "all",
    files: ["**/*.{js,mjs,ts}"],
    extends: [tseslint.configs.recommended],
    linterOptions: { reportUnusedDisableDirectives: "error", reportUnusedInlineConfigs: "error" },
    languageOptions: { sourceType: "module", ecmaVersion: 2023 },
    rules: {
      eqeqeq: ["error", "always"],
      "no-var": "error",
      "prefer-const": "error",
      "no-constant-condition": ["error", { checkLoops: "allExceptWhileTrue" }],
      "no-self-compare": "error",
      "no-unreachable-loop": "error",
      "no-promise-executor-return": "error",
      "no-throw-literal": "error",
      "object-shorthand": "error",
      "@typescript-eslint/no-explicit-any": "error",
      // `!` after an index into an array that was just measured is the honest form under noUncheckedIndexedAccess.
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_", destructuredArrayIgnorePattern: "^_", caughtErrors: "all" }],
    },
  },
  {
    name: "typed",
    files: ["src/**/*.ts", "test/**/*.ts", "playground/**/*.ts", "editors/shared/**/*.ts"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-array-delete": "error",
      "@typescript-eslint/no-base-to-string": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-for-in-array": "error",
      "@typescript-eslint/no-implied-eval": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/no-unnecessary-type-assertion": "error",
      "@typescript-eslint/only-throw-error": "error",
      "@typescript-eslint/prefer-promise-reject-errors": "error",
      "@typescript-eslint/restrict-plus-operands": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    name: "typed/browser",
    files: BROWSER,
    languageOptions: { parserOptions: { projectService: false, project: "tsconfig.browser.json", tsconfigRootDir: import.meta.dirname } },
  },
  ...layers,
  {
    // VS Code loads tests of an extension as CommonJS.
    name: "vscode-tests",
    files: ["editors/vscode/test/**"],
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  {
    name: "no-node",
    files: ["src/browser/**", "src/codemirror/**", "src/rulepack/bytes.ts", "src/reporters/labels.ts", "playground/*.ts"],
    rules: { "no-restricted-globals": ["error", ...["process", "Buffer", "require", "global"].map((name) => ({ name, message: "This runs in a browser." }))] },
  },
  {
    name: "layer/core/pure",
    files: ["src/core/**/*.ts"],
    rules: {
      "no-restricted-globals": ["error", ...NOT_IN_CORE.map((name) => ({ name, message: "The core knows no machine, no clock and no locale." }))],
      "no-restricted-properties": [
        "error",
        { object: "Date", property: "now", message: "The core has no clock." },
        { object: "Math", property: "random", message: "The core leaves nothing to chance." },
        ...["localeCompare", "toLocaleLowerCase", "toLocaleUpperCase", "toLocaleString"].map((property) => ({ property, message: "Differs with the ICU version." })),
      ],
      "no-restricted-syntax": [
        "error",
        { selector: "ImportExpression", message: "The core is one piece: no dynamic imports." },
        { selector: "NewExpression[callee.name='Date'][arguments.length=0], CallExpression[callee.name='Date']", message: "The core has no clock." },
        { selector: "MemberExpression[object.type='MetaProperty']", message: "The core does not know where it lies." },
      ],
    },
  },
  {
    name: "nobody-imports-cli",
    files: ["src/**/*.ts"],
    ignores: ["src/core/**", "src/cli/**"],
    rules: { "no-restricted-syntax": ["error", { selector: String.raw`ImportExpression > Literal[value=/(^|\u002f)cli(\u002f|\.js$)/]`, message: "Nobody imports the CLI." }] },
  },
  {
    name: "facade",
    files: ["src/*.ts"],
    rules: { "@typescript-eslint/no-restricted-imports": ["error", { patterns: [{ regex: String.raw`^\./(cli|lsp|eslint|retext)/`, message: "The library does not import its adapters." }] }] },
  },
);
