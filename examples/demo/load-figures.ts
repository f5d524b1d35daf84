import type { Finding } from '../../common/finding';
import type { Coverage, ReportedObserver } from '../../common/load-report';
import type { ObserverOwner } from '../../common/observer-entry';
import type { Query } from './query';

/** One line of the ranking: who observes what, and what it costs. */
export interface ObserverFigures {
  readonly owner: ObserverOwner;
  readonly collection: string;
  readonly shape: string;
  readonly driver: string;
  /** Of the CPU time of the process, 0 … 1; absent when that is not known. */
  readonly share: number | undefined;
  readonly cpuMs: number;
  /** Absent for a driver whose work cannot be counted. */
  readonly evaluations: number | undefined;
  readonly useful: number | undefined;
  readonly handles: number;
  readonly multiplexers: number;
}

export type FindingFigures = Pick<Finding, 'kind' | 'severity' | 'subject' | 'sentence'>;

export interface LoadFigures {
  /** The one that takes most CPU first. */
  readonly observers: readonly ObserverFigures[];
  /** The most severe first. */
  readonly findings: readonly FindingFigures[];
  readonly coverage: Coverage;
}

interface Range {
  readonly from: number;
  readonly to?: number;
}

/** Reads what Radiant says about the observers. */
export async function readLoadFigures(query: Query, range: Range): Promise<LoadFigures> {
  const [{ observers, coverage }, { findings }] = await Promise.all([
    query.observers(range),
    query.findings(range),
  ]);
  return {
    observers: observers.map(figuresOf),
    findings: findings.map(({ kind, severity, subject, sentence }) => ({
      kind,
      severity,
      subject,
      sentence,
    })),
    coverage,
  };
}

function figuresOf(observer: ReportedObserver): ObserverFigures {
  const { owner, collection, shape, driver, cpuMs, handles, multiplexers } = observer;
  const { share, evaluations, useful } = observer;
  return {
    ...{ owner, collection, shape, driver },
    ...{ share, cpuMs, evaluations, useful, handles, multiplexers },
  };
}
