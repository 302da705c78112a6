/** How a user tells what stands where in an export that names things in its own way. */
import type { ColumnField, Encoding, Format } from "./types.js";

/** The content of a mapping file (`--map`). */
export interface Mapping {
  format?: Format;
  encoding?: Encoding;
  delimiter?: string;
  /** Name of the sheet of a workbook; every sheet with a header that is understood where absent. */
  sheet?: string;
  /** `false` for a table without a header: columns are then given by their numbers. */
  header?: boolean;
  /** Field → header, several headers to try, or the number of the column from 1; in JSON a path such as `from.name`. */
  columns?: Partial<Record<ColumnField, string | number | (string | number)[]>>;
  /** Role → values of the role's column. */
  roles?: Partial<Record<"agent" | "customer" | "bot" | "system", string[]>>;
  /** Kind → values of the kind's column. */
  kinds?: Record<string, string[]>;
  /** Names of senders that are agents, where no column has the role. */
  agents?: string[];
  /** More columns to keep with each conversation: name in the report → header. */
  fields?: Record<string, string>;
  /** Offset of the export's clock from UTC, `+08:00` unless set. */
  timezone?: string;
  /** Silence after which the same customer begins a new conversation, where no column names it; `12h` unless set. */
  gap?: string;
  platform?: string;
  shop?: string;
}
