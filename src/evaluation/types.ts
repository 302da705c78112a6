/** What an evaluation is made of, and what it says. */
import type { Finding, Reply } from "../core/types.js";

/** A reply with the points of the guidance that a person sees broken in it. */
export interface Label {
  id: string;
  file: string;
  line: number;
  reply: Reply;
  /** Any of these is right; empty for a reply without a fault. */
  expect: string[];
}

/** A finding, and whether people call it right. */
export interface Judged extends Pick<Finding, "rule" | "guidance" | "message" | "text"> {
  /** UTF-16 offsets into the reply; a review sheet does not have them. */
  start?: number;
  end?: number;
  right: boolean;
}

/** One reply: what people expect of it, and what was reported. */
export interface Case {
  id: string;
  file: string;
  line: number;
  customer: string;
  reply: string;
  /** Faults that people see; each entry is one fault, by any of its points. */
  expect: string[][];
  found: Judged[];
}

/** Something in a file that could not be read. */
export interface LabelProblem {
  file: string;
  line: number;
  message: { zh: string; en: string };
}

/** Agreement of two lists of yes and no. Shares are 0–1, null where there is nothing to divide by. */
export interface Figures {
  /** Replies that people give this. */
  labelled: number;
  /** Of these, the ones where it was reported. */
  hits: number;
  /** Of these, the ones where another point was reported that people call as right. */
  instead: number;
  /** Of these, the ones where nothing of the kind was reported. */
  missed: number;
  /** Replies where it was reported and people do not see it. */
  false: number;
  /** Of these, the ones in which people see no fault at all. */
  falseOnClean: number;
  /** hits / (hits + false) */
  precision: number | null;
  /** hits / (hits + missed) */
  recall: number | null;
  f1: number | null;
  /** False alarms per 1,000 replies. */
  falsePerThousand: number | null;
  /** Cohen's κ of replylint and the people, without the replies counted under `instead`. */
  kappa: number | null;
}

export interface NamedFigures extends Figures {
  /** A point of the guidance, or a rule. */
  id: string;
}

/** A reply with a fault that was not reported. */
export interface MissedEntry extends Pick<Case, "id" | "file" | "line" | "customer" | "reply"> {
  expect: string[];
  /** Points that were reported in its stead. */
  reported: string[];
}

/** A finding that people do not see. */
export interface FalseAlarm extends Pick<Case, "id" | "file" | "line" | "customer" | "reply">, Judged {
  /** What people see instead; empty for a reply without a fault. */
  expect: string[];
}

/** How often people said one thing and replylint another; null stands for nothing. */
export interface Confusion {
  expected: string | null;
  reported: string | null;
  count: number;
}

/** How two reviewers of the same findings agree. */
export interface ReviewerPair {
  reviewers: [string, string];
  /** Findings that both judged. */
  findings: number;
  agreed: number;
  kappa: number | null;
}

/** What an evaluation says. */
export interface Evaluation {
  version: 1;
  replies: number;
  faulty: number;
  clean: number;
  /** Whether a reply has a fault at all: `false` are the clean replies that were alarmed. */
  overall: Figures;
  points: NamedFigures[];
  rules: NamedFigures[];
  confusion: Confusion[];
  missed: MissedEntry[];
  falseAlarms: FalseAlarm[];
  /** Calibration: only where several people filled in review sheets. */
  reviewers: ReviewerPair[];
  /** Responses of review sheets that nobody has judged yet; they are not counted. */
  open: number;
}
