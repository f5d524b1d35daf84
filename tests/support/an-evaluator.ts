import type { AlertRule } from '../../common/alert';
import type { AlertNotification } from '../../common/alert-notification';
import type { AlertStore } from '../../common/alert-store';
import type { AlertTarget } from '../../common/alert-target';
import type { AlertTargetName } from '../../common/alerts-answer';
import type { Finding } from '../../common/finding';
import type { FindingsReport } from '../../common/load-report';
import { readAlertRules } from '../../common/read-alert-rules';
import type { ReadAnswer, ReadQuery } from '../../common/reader';
import { createEvaluator } from '../../server/alerts/evaluator';
import { alertTimes, type EvaluatorParts } from '../../server/alerts/evaluator-parts';
import { processStore } from '../../server/alerts/process-store';
import { handClock } from './hand-clock';

export const second = 1_000;
export const minute = 60 * second;

/** A rule on the memory of the process, for a minute, not kept firing unless said. */
export const rssRule = {
  name: 'Rss',
  metric: 'process.rss',
  stat: 'avg',
  condition: 'above',
  threshold: 100,
  windowMs: minute,
  forMs: 2 * minute,
  keepFiringMs: 0,
} as const;

export function rulesOf(given: readonly object[]): readonly AlertRule[] {
  const { rules, problems } = readAlertRules(given);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return rules;
}

export type Rows = ReadAnswer['rows'];

/** One row of an answer. */
export const row = (value: number, dims: Readonly<Record<string, string>> = {}) => ({
  dims,
  points: [[0, value]] as const,
});

export const emptyReport: FindingsReport = {
  ...{ from: 0, to: 0, wallMs: 60_000, observerCpuMs: 0, findings: [] },
  coverage: { evaluations: 0, expected: 0, collections: {} },
};

/** A target that keeps what it is sent, and fails as long as `failure` is there. */
export function keepingTarget(name: AlertTargetName = 'webhook') {
  const sent: AlertNotification[] = [];
  const target = {
    name,
    sent,
    attempts: 0,
    failure: undefined as Error | undefined,
    async send(notification: AlertNotification) {
      target.attempts++;
      if (target.failure) throw target.failure;
      sent.push(structuredClone(notification));
    },
  };
  return target satisfies AlertTarget;
}

export interface AnEvaluator extends Partial<Omit<EvaluatorParts, 'rules'>> {
  readonly given?: readonly object[];
  readonly clock?: ReturnType<typeof handClock>;
  readonly store?: AlertStore;
}

/**
 * An evaluator on a hand-wound clock. `read` answers its queries: a value for
 * all, or rows; `undefined` is no data.
 */
export function anEvaluator({
  given = [rssRule],
  clock = handClock(),
  ...parts
}: AnEvaluator = {}) {
  const target = keepingTarget();
  const warnings: string[] = [];
  const failures: unknown[] = [];
  const queries: ReadQuery[] = [];
  const rounds: string[] = [];
  let ids = 0;
  const world = {
    read: (_query: ReadQuery): Rows | Promise<Rows> => [],
    findings: [] as readonly Finding[],
    reports: 0,
  };
  const self = { host: 'here', instance: 'abc' };
  const evaluator = createEvaluator({
    rules: rulesOf(given),
    targets: [target],
    store: processStore(self),
    reader: {
      async read(query) {
        queries.push(query);
        const rows = await world.read(query);
        const { metric, stat, from, to } = query;
        return { metric, stat, unit: 'count', from, to, stepMs: to - from, rows };
      },
    },
    resource: { service: 'todos', environment: 'production' },
    async findings() {
      world.reports++;
      return { ...emptyReport, findings: world.findings };
    },
    everyMs: minute,
    repeatMs: undefined,
    limit: 500,
    leastWindowMs: 30 * second,
    times: alertTimes,
    from: { service: 'todos', environment: 'production' },
    about: { scope: 'fleet', self, elsewhere: [] },
    newId: () => `n${++ids}`,
    wallNow: clock.wallNow,
    now: clock.now,
    after: clock.timers.after,
    warn: (message) => warnings.push(message),
    failed: (error) => failures.push(error),
    roundEnded: (_ms, outcome) => rounds.push(outcome),
    told: () => undefined,
    ...parts,
  });
  return {
    ...{ evaluator, clock, target, warnings, failures, queries, rounds, world },
    startedAt: clock.wallNow(),
  };
}

/** `firing Rss, resolved Load` of each notification. */
export function told(sent: readonly AlertNotification[]): readonly string[] {
  return sent.map(({ firing, resolved }) =>
    [
      ...firing.map(({ rule, isRepeat }) => `${isRepeat ? 'still' : 'firing'} ${rule}`),
      ...resolved.map(({ rule }) => `resolved ${rule}`),
    ].join(', '),
  );
}
