import * as fc from "fast-check";

/**
 * The same cases on every run, so that a red build is red again. To look further:
 * `FC_SEED=$RANDOM FC_RUNS=5000 npx vitest run test/core`
 */
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20_261_124), numRuns: Number(process.env.FC_RUNS ?? 200) });
