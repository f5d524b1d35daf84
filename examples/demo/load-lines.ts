import { type Cell, columns, ms, percent } from './columns';
import type { FindingFigures, LoadFigures, ObserverFigures } from './load-figures';

const SHOWN = 8;

/** The guilty observers, and what was found, as lines of text. */
export function loadLines({ observers, findings, coverage }: LoadFigures): string[] {
  const lines = observerLines(observers.slice(0, SHOWN));
  if (coverage.ratio !== undefined) {
    lines.push(`${percent(coverage.ratio)} of the evaluations that had to be were counted`);
  }
  if (findings.length > 0) lines.push('', ...findings.map(findingLine));
  return lines;
}

function observerLines(observers: readonly ObserverFigures[]): string[] {
  const rows = observers.map((observer): Cell[] => [
    `${observer.owner.name || '(the app)'}: ${observer.collection} ${observer.shape}`,
    observer.driver,
    percent(observer.share),
    ms(observer.cpuMs),
    count(observer.evaluations),
    count(observer.useful),
    observer.handles,
    count(observer.multiplexers),
  ]);
  const head = ['observer', 'driver', 'CPU', 'ms', 'looks', 'useful', 'handles', 'drivers'];
  return columns([head, ...rows]);
}

function findingLine({ severity, kind, sentence }: FindingFigures): string {
  return `${severity} ${kind}: ${sentence}`;
}

/** Counts of shared multiplexers may be fractions. */
function count(value: number | undefined): string {
  return value === undefined ? '?' : String(Math.round(value * 10) / 10);
}
