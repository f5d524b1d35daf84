import type { Drops } from '../../common/drops';
import type { HookState } from '../../common/status';
import type { Figures, MethodFigures, ProcessFigures, PublicationFigures } from './figures';
import type { Sent } from './ledger';
import type { LoadFigures } from './load-figures';
import { type Planted, type Scenario, scenarios } from './scenarios';
import type { TraceFigures } from './trace-figures';

/** What `--json` prints: `sent` is what the bots counted, the rest is Radiant's answer. */
export interface Report extends LoadFigures {
  readonly scenario: {
    /** The one problem the app was given; null for none. */
    readonly planted: Planted | null;
  };
  /** The methods that bots called. */
  readonly methods: Readonly<Record<string, MethodFigures & { readonly sent: number }>>;
  /** The publications that bots subscribed to. */
  readonly publications: Readonly<Record<string, PublicationFigures & { readonly sent: number }>>;
  readonly process: ProcessFigures;
  /** Of the slowest calls, the longest first. */
  readonly traces: readonly TraceFigures[];
  readonly hooks: Readonly<Record<string, HookState>>;
  readonly drops: Drops;
  /** Methods called by the server itself. */
  readonly serverCalls: Readonly<Record<string, MethodFigures>>;
  /** Publications nobody asks for: every session gets them. */
  readonly nullPublications: Readonly<Record<string, PublicationFigures>>;
}

/** Puts what was sent beside what was recorded; a name that only one side knows counts as zero on the other. */
export function buildReport(
  figures: Figures,
  sent: Sent,
  { planted }: Pick<Scenario, 'planted'> = scenarios.healthy,
): Report {
  const { publications, load, process, traces, hooks, drops, serverCalls } = figures;
  const unasked = Object.entries(publications).filter(([name]) => !(name in sent.publications));
  return {
    scenario: { planted: planted ?? null },
    ...load,
    methods: beside(sent.methods, figures.methods, noCalls),
    publications: beside(sent.publications, publications, noSubscribes),
    process,
    traces,
    hooks,
    drops,
    serverCalls,
    nullPublications: Object.fromEntries(unasked),
  };
}

const noCalls: MethodFigures = {
  calls: 0,
  errors: 0,
  denied: 0,
  ratePerSecond: 0,
  p50: undefined,
  p95: undefined,
  p99: undefined,
  queueP95: undefined,
  fenceP95: undefined,
  resultBytes: 0,
};

const noSubscribes: PublicationFigures = {
  subscribes: 0,
  reruns: 0,
  readyP95: undefined,
  docs: 0,
  bytes: 0,
};

function beside<Value extends object>(
  sent: Readonly<Record<string, number>>,
  recorded: Readonly<Record<string, Value>>,
  none: Value,
): Record<string, Value & { readonly sent: number }> {
  const names = Object.keys(sent).sort((a, b) => a.localeCompare(b));
  return Object.fromEntries(
    names.map((name) => [name, { sent: sent[name] ?? 0, ...(recorded[name] ?? none) }]),
  );
}
