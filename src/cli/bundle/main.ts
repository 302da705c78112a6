/** The entry of the bundle of one file: `node replylint-pipe.mjs [pipe] [options]`, made by `npm run bundle`. */
import { helpOf, parseCommand } from "../args.js";
import { run, spec } from "../commands/pipe.js";
import { runProcess } from "../process.js";

await runProcess(process.argv.slice(2), async (argv, context) => {
  const args = parseCommand(argv[0] === "pipe" ? argv.slice(1) : argv, spec, context.say);
  if (!args.has("help")) return run(args, context);
  process.stdout.write(helpOf(spec, context.say));
  return 0;
});
