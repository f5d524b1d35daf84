/**
 * From where on something is a finding. `docs/findings.md` lists every one of
 * them with its reason; a test compares.
 */
export const thresholds = {
  /** `guilty`: share of the processes' CPU time, at least. */
  guiltyShare: 0.2,
  /** `guilty` is critical from here. */
  guiltyCriticalShare: 0.5,
  /** `guilty`: the same as a share of one core, so that an idle app accuses nobody. */
  guiltyCore: 0.02,
  /** `guilty`: evaluations, or polls of a poller, at least: a few may be slow because the machine is short of CPU. */
  guiltyEvaluations: 100,
  guiltyPolls: 5,
  /** `waste`: evaluations without a change ÷ evaluations, at least. */
  wasteRatio: 0.95,
  wasteEvaluations: 500,
  /** Share of CPU from which `waste`, `polling`, `duplicates` and `not-reused` are warnings; below it, `waste` is none. */
  costlyShare: 0.05,
  /** `duplicates`: live ones, at least. */
  duplicates: 3,
  /** `duplicates` is a warning from so many, whatever they cost, when they are this part of the multiplexers. */
  duplicatesMany: 10,
  duplicatesRatio: 0.2,
  /** `not-reused`: live multiplexers, at least. */
  notReusedMultiplexers: 20,
  /** `not-reused`: handles per multiplexer, at most. */
  notReusedHandles: 1.1,
  /** `not-reused`: multiplexers of one shape per session, at least, where no range is in the query. */
  notReusedPerSession: 5,
  /** `leak`: handles gained, at least. */
  leakHandles: 5,
  /** `leak`: gain ÷ handles before, at least. */
  leakGrowth: 0.1,
  /** `leak`: handles beyond what the live subscriptions account for ÷ handles, at least. */
  leakExcess: 0.2,
  /** `leak`: handles that ended ÷ subscriptions that ended, at most. */
  leakStoppedPerEnded: 0.5,
  /** `leak` where subscriptions are not known: as `leakGrowth`, over three windows. */
  leakBlindGrowth: 0.2,
  /** `leak` where subscriptions are not known: handles that ended ÷ handles opened, at most. */
  leakBlindStopped: 0.2,
  /** `leak`: how much sessions may grow and still count as steady. */
  leakSessionGrowth: 0.1,
  /** `leak`: orphans at the end, when their number rises. */
  leakOrphans: 3,
  /** `ownerless-old`: age of the oldest handle, at least. */
  ownerlessAgeMs: 600_000,
  /** `ownerless-old`: so many handles, opened at the start of the process, are taken for a design. */
  ownerlessByDesign: 5,
  /** `ownerless-old`: opened so soon is opened at the start. */
  startUpMs: 60_000,
  /** `polling` is a warning from so many polled documents a second. */
  polledDocsPerSecond: 1_000,
  /** `incomplete`: evaluations counted ÷ expected, below. */
  coverage: 0.95,
  /** `incomplete`: evaluations expected, at least. */
  coverageExpected: 20,
} as const;

/** The mutation rate of so much time, up to now, is the present one. */
export const presentMs = 30_000;

/** Windows that growth is looked for in. */
export const recentWindows = 6;

/** Findings of one kind, at most: those that weigh most. */
export const findingsPerKind = 10;
