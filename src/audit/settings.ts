import { TARGETS } from "../core/targets.js";
import type { ReadOptions } from "../transcripts/read.js";
import type { AuditTargets, SampleSpec } from "./report.js";

/** How an audit counts; plain data, so that it can be sent to a worker. */
export interface AuditSettings {
  targets: AuditTargets;
  /** Agent → team, where the export names no team. */
  teams: Record<string, string>;
  /** Whether personal data is hidden in everything that is put out. */
  mask: boolean;
  /** Conversations kept for reading at either end. */
  worst: number;
  best: number;
  sample?: SampleSpec;
  /** Whether each conversation is wanted as a line of NDJSON. */
  rows: boolean;
  read: ReadOptions;
}

/** Seconds within which platforms count answers. */
const WITHIN = [30, 180, 300];

export const AUDIT_DEFAULTS: AuditSettings = {
  targets: { ...TARGETS, within: WITHIN },
  teams: {},
  mask: true,
  worst: 50,
  best: 10,
  rows: false,
  read: {},
};
