import { configSchema, draftHeadSchema } from "./config.js";
import { classesSchema, playbookSchema, ruleSchema, scenariosSchema, scorecardSchema, topicsSchema } from "./schema.js";

/** The schemas of what users write, by name; the JSON Schemas in `schemas/` are made from these. */
export const schemas = { rule: ruleSchema, playbook: playbookSchema, classes: classesSchema, scenarios: scenariosSchema, scorecard: scorecardSchema, topics: topicsSchema, config: configSchema, draft: draftHeadSchema } as const;
