import type { MacroArguments } from './arguments';
import type { Verdict } from './budget';
import type { RunningLoad, RunningReceivers } from './processes';

/** What every section is given. */
export interface SectionParts {
  readonly options: MacroArguments;
  readonly load: RunningLoad;
  readonly receivers: () => Promise<RunningReceivers>;
  /** Address of a database of its own; undefined where the database is in memory. */
  readonly mongoUrl: (name: string) => string | undefined;
  readonly print: (text: string) => void;
}

/** Prints what it measured, and says which promises it kept. */
export type Section = (parts: SectionParts) => Promise<readonly Verdict[]>;
