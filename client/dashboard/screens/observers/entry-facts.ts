import type { ObserversReport, ReportedObserver } from '../../../../common/load-report';
import { pollingReason } from '../../../../common/polling-reasons';
import { countText, durationText, rateText, valueText } from '../../format/value';
import { driverText } from './driver-text';
import { reuseOf } from './reuse-of';

/** Something that is known of an entry, in words. */
export interface EntryFact {
  readonly title: string;
  readonly text: string;
}

type Load = Pick<ObserversReport, 'wallMs' | 'coverage'>;

/** Where the cost of an entry comes from, and what else is to be known of it. */
export function entryFacts(entry: ReportedObserver, load: Load): EntryFact[] {
  return [
    {
      title: 'Where the cost comes from',
      text: `${workText(entry, load)} ${costText(entry, load)}`,
    },
    { title: 'Driver', text: driverWords(entry) },
    { title: 'Sharing', text: sharingText(entry) },
    { title: 'Handles', text: handlesText(entry) },
    { title: 'Documents', text: documentsText(entry, load) },
  ];
}

function workText(entry: ReportedObserver, { wallMs, coverage }: Load): string {
  const { evaluations, waste, collection, driver, polls, polledDocs } = entry;
  const rate = (count: number) => rateText(perSecond(count, wallMs));
  if (driver === 'polling') {
    if (polls === 0) return 'It did not poll.';
    const each = `${countText(Math.round(polledDocs / polls))} documents`;
    return `${rate(polls)} polls, each of ${each} on average.`;
  }
  if (evaluations === undefined) {
    return `What the driver ${driver} does cannot be counted: evaluations are unknown, and the CPU time is a lower bound.`;
  }
  if (evaluations === 0) return `No mutation of ${collection} came while it was observed.`;
  const vain = waste === undefined ? '' : `, ${valueText(waste, 'ratio')} of them in vain`;
  const { mutations = 0 } = coverage.collections[collection] ?? {};
  const product =
    mutations > 0 ? productText(evaluations / mutations, rate(mutations), collection) : '';
  return `${product}${rate(evaluations)} evaluations${vain}.`;
}

function productText(drivers: number, mutations: string, collection: string): string {
  return `${mutations} mutations of ${collection} × ${countText(Number(drivers.toPrecision(3)))} drivers of this query = `;
}

function costText(
  { cpuMs, share, evaluations = 0, fanout }: ReportedObserver,
  { wallMs }: Load,
): string {
  const each =
    evaluations > 0
      ? `, ${durationText(cpuMs / evaluations)} for each evaluation with its callbacks`
      : '';
  const cpu = `CPU: ${valueText(perSecond(cpuMs, wallMs) / 1_000, 'ratio')} of one core${each}`;
  const part =
    share === undefined ? '' : `; ${valueText(share, 'ratio')} of what the processes used`;
  return `${cpu}${part}. Callbacks: ${rateText(perSecond(fanout, wallMs))}.`;
}

function driverWords({ driver, driverReason }: ReportedObserver): string {
  if (driver !== 'polling') return `It follows changes by ${driverText(driver)}.`;
  const { why, remedy } = pollingReason(driverReason);
  return `It polls because ${why}${driverReason ? ` (${driverReason})` : ''}. To get off polling: ${remedy}.`;
}

function sharingText(entry: ReportedObserver): string {
  const { handles, multiplexers, duplicates, created, reused } = entry;
  const reuse = reuseOf(entry);
  const live =
    handles === 0
      ? 'None is live.'
      : `${countText(handles)} live handles on ${countText(multiplexers)} multiplexers.`;
  const opened =
    reuse === undefined
      ? 'None was opened in the range.'
      : `Of ${countText(created + reused)} that were opened, ${valueText(reuse, 'ratio')} joined a multiplexer that was there.`;
  const doubled =
    duplicates > 0 ? ` ${countText(duplicates)} multiplexers are duplicates of another.` : '';
  return `${live} ${opened}${doubled}`;
}

function handlesText({ handles, orphans, oldestMs, lifetime, stopped }: ReportedObserver): string {
  const left =
    orphans > 0 ? `${countText(orphans)} live handles have outlived their subscription. ` : '';
  const oldest = handles > 0 ? `The oldest has lived for ${durationText(oldestMs)}. ` : '';
  const ended = lifetime
    ? `Of ${countText(stopped)} that ended, half had lived for at most ${durationText(lifetime.p50)}.`
    : 'None ended in the range.';
  return `${left}${oldest}${ended}`;
}

function documentsText(entry: ReportedObserver, { wallMs }: Load): string {
  const { initialQuery, initialDocs, added, changed, removed, fetches, poll } = entry;
  const first = initialQuery
    ? `First queries: ${countText(initialQuery.count)}, with ${countText(initialDocs)} documents, p95 ${durationText(initialQuery.p95)}. `
    : '';
  const polled = poll
    ? `Polls: p95 ${durationText(poll.p95)}, at most ${durationText(poll.max)}. `
    : '';
  const rate = (count: number) => rateText(perSecond(count, wallMs));
  const changes = `Live changes: ${rate(added)} added, ${rate(changed)} changed, ${rate(removed)} removed.`;
  const again = fetches > 0 ? ` Fetched again to decide: ${rate(fetches)}.` : '';
  return `${first}${polled}${changes}${again}`;
}

function perSecond(count: number, wallMs: number): number {
  return wallMs > 0 ? (count / wallMs) * 1_000 : 0;
}
