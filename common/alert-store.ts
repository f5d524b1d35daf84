/** What was saved of alerts, as text, and by whom. */
export interface SavedAlerts {
  readonly state: string;
  readonly host: string;
  readonly instance: string;
  /** Whether that process has still the right to evaluate. */
  readonly isHeld: boolean;
}

/** Which fleet alerts are of. */
export interface AlertPlace {
  readonly service: string;
  readonly environment: string;
  /** The process that asks. */
  readonly host: string;
  readonly instance: string;
}

/**
 * Where the state of alerts is kept for all processes of a fleet, and the right
 * of one of them to evaluate rules, for a while at a time.
 *
 * What is saved is fenced: a process whose right has run out, or that has not
 * seen what was saved last, saves nothing.
 */
export interface AlertStore {
  /** Takes the right, or keeps it for another while; false when another process has it. */
  hold(): Promise<boolean>;
  /** Whether the right lasts for so many milliseconds from now, as far as this process knows. */
  isHeldFor(ms: number): boolean;
  /** What was saved last, by whomever. */
  load(): Promise<SavedAlerts | undefined>;
  /** False when it was not saved, as the right is another's: `load` again before the next. */
  save(state: string): Promise<boolean>;
  /** Lets others have the right at once. */
  release(): Promise<void>;
  close(): Promise<void>;
}
