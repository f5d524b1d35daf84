import type { Finding } from '../../../common/finding';
import { type Shown, valueText } from './value';

/** One figure that a finding rests on, for people. */
export interface EvidenceFigure {
  readonly label: string;
  readonly text: string;
}

/** The evidence of a finding with labels and units; what has no label here keeps its name. */
export function evidenceFigures(evidence: Finding['evidence']): EvidenceFigure[] {
  return Object.entries(evidence).map(([name, value]) => {
    const [label, shown] = Object.hasOwn(known, name) ? (known[name] ?? [name]) : [name];
    return { label, text: typeof value === 'number' ? valueText(value, shown ?? 'count') : value };
  });
}

const known: Readonly<Record<string, readonly [label: string, shown?: Shown]>> = {
  share: ['share of the CPU', 'ratio'],
  core: ['share of one core', 'ratio'],
  cpuMs: ['CPU time', 'ms'],
  evaluations: ['evaluations'],
  useful: ['useful evaluations'],
  waste: ['waste', 'ratio'],
  handles: ['handles'],
  multiplexers: ['multiplexers'],
  duplicates: ['duplicates'],
  savedShare: ['saved by sharing', 'ratio'],
  predictedMsPerSecond: ['expected from now on', 'msPerSecond'],
  cause: ['cause'],
  perSession: ['per session'],
  reused: ['handles that joined another'],
  how: ['decided by'],
  windows: ['windows looked at'],
  gained: ['handles gained'],
  opened: ['opened'],
  stopped: ['stopped'],
  orphans: ['left behind'],
  sessions: ['sessions'],
  subscriptions: ['live subscriptions'],
  ended: ['subscriptions that ended'],
  processes: ['processes'],
  oldestMs: ['age of the oldest', 'ms'],
  collections: ['collections'],
  reason: ['reason'],
  polls: ['polls'],
  polledDocs: ['documents polled'],
  docsPerSecond: ['documents polled', 'perSecond'],
  coverage: ['counted', 'ratio'],
  expected: ['evaluations expected'],
  release: ['release'],
  before: ['release before'],
  environment: ['environment'],
  since: ['since'],
  over: ['compared over'],
  measure: ['what is compared'],
  calls: ['calls'],
  p50: ['median', 'ms'],
  p50Before: ['median before', 'ms'],
  p95: ['p95', 'ms'],
  p95Before: ['p95 before', 'ms'],
  errorShare: ['calls that fail', 'ratio'],
  errorShareBefore: ['calls that failed before', 'ratio'],
  ratio: ['times as much'],
};
