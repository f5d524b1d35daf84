import type { FindingsReport } from '../../common/load-report';
import type { AlertsState } from './alerts-state';
import { alone } from './alone';
import type { EvaluatorParts } from './evaluator-parts';
import { createReadFigures } from './figures';
import { queueNotification } from './notify';
import { evaluateRound } from './round';
import { withinTime } from './time-limit';

/** Findings are those of so much time: long enough that a release is compared with the one before. */
const findingsMs = 15 * 60_000;

export interface Rounds {
  /** Evaluates all rules, queues what has to be told, and notes when that was. */
  run(state: AlertsState): Promise<void>;
}

export function createRounds(parts: EvaluatorParts, isStopped: () => boolean): Rounds {
  const { wallNow, now, after, times, rules, from } = parts;
  const startedAt = wallNow();
  const underWay = new Set<string>();
  const isOwn = parts.about.scope === 'process';

  /** One report for all rules that want the same. */
  function findingsAt(at: number) {
    const known = new Map<string | undefined, Promise<FindingsReport>>();
    return (release: string | undefined) => {
      const resource = release === undefined ? parts.resource : { ...parts.resource, release };
      const ask = () => parts.findings({ from: at - findingsMs, to: at, resource });
      const report = known.get(release) ?? alone(underWay, `findings ${release}`, ask);
      known.set(release, report);
      return report;
    };
  }

  return {
    async run(state) {
      const at = wallNow();
      const begun = now();
      const { reader, resource, limit, leastWindowMs, repeatMs, newId } = parts;
      await evaluateRound(state, {
        ...{ rules, at, limit, leastWindowMs },
        read: createReadFigures({ reader, resource, at, underWay }),
        findings: findingsAt(at),
        reachMs: isOwn ? at - startedAt : Number.POSITIVE_INFINITY,
        seed: JSON.stringify([from.service, from.environment, from.instance]),
        isOver: () => now() - begun >= times.roundMs || isStopped(),
        inTime: (answer) => withinTime(after, times.readMs, () => answer),
      });
      const targets = parts.targets.map(({ name }) => name);
      queueNotification(state, { rules, targets, at, repeatMs, newId, from });
      state.rounds++;
      state.roundAt = at;
      state.roundMs = now() - begun;
    },
  };
}

/** `Rule: error` of the first that could not be evaluated. */
export function failingIn({ rules }: AlertsState): string | undefined {
  const failing = Object.entries(rules).filter(([, { error }]) => error !== undefined);
  const [first] = failing;
  if (!first) return undefined;
  const others = failing.length > 1 ? `, and ${failing.length - 1} more` : '';
  return `${first[0]}: ${first[1].error}${others}`;
}
