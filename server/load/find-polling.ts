import type { FindingSubject } from '../../common/finding';
import type { RankedObserver } from '../../common/load-report';
import { type PollingReason, pollingReason } from '../../common/polling-reasons';
import { finding, subjectOf, type Weighed } from './finding';
import type { Load } from './load';
import { shareOf } from './rank';
import { thresholds } from './thresholds';
import { ownerText, percent, plural, queryText } from './wording';

/** `polling`: observers that ask MongoDB again and again. Where all of the app does, that is one finding. */
export function findPolling(ranked: readonly RankedObserver[], load: Load): Weighed[] {
  const polling = ranked.filter(({ driver, handles, polls }) => {
    return driver === 'polling' && (handles > 0 || polls > 0);
  });
  const isWhole = ({ driverReason }: RankedObserver) =>
    pollingReason(driverReason).wholeApp === true;
  const whole = polling.filter(isWhole);
  const single = polling.filter((entry) => !isWhole(entry));
  return [...single.map((entry) => one(entry, load)), ...all(whole, load)];
}

function one(entry: RankedObserver, load: Load): Weighed {
  const reason = pollingReason(entry.driverReason);
  return report([entry], load, {
    subject: subjectOf(entry),
    code: entry.driverReason,
    who: `${ownerText(entry.owner)} polls ${queryText(entry)}`,
    reason,
  });
}

function all(entries: readonly RankedObserver[], load: Load): Weighed[] {
  const [costliest] = entries;
  if (!costliest) return [];
  const { driverReason } = costliest;
  const most = `${ownerText(costliest.owner)} on ${queryText(costliest)} most`;
  return [
    report(entries, load, {
      subject: { driver: 'polling' },
      code: driverReason,
      who: `The app polls for all its observers (${most})`,
      reason: pollingReason(driverReason),
    }),
  ];
}

interface Report {
  readonly subject: FindingSubject;
  readonly code: string | undefined;
  readonly who: string;
  readonly reason: PollingReason;
}

function report(entries: readonly RankedObserver[], load: Load, about: Report): Weighed {
  const sum = (read: (entry: RankedObserver) => number) =>
    entries.reduce((total, entry) => total + read(entry), 0);
  const polls = sum((entry) => entry.polls);
  const polledDocs = sum((entry) => entry.polledDocs);
  const cpuMs = sum((entry) => entry.cpuMs);
  const share = shareOf(cpuMs, load);
  const docsPerSecond = load.wallMs === 0 ? 0 : (polledDocs / load.wallMs) * 1_000;
  const isMuch =
    (share ?? 0) >= thresholds.costlyShare || docsPerSecond >= thresholds.polledDocsPerSecond;
  const cpu = share === undefined ? '' : ` and ${percent(share)} of the CPU`;
  return finding({
    kind: 'polling',
    severity: isMuch ? 'warning' : 'info',
    subject: about.subject,
    weight: cpuMs,
    evidence: {
      reason: about.code ?? 'UNKNOWN_REASON',
      handles: sum((entry) => entry.handles),
      multiplexers: sum((entry) => entry.multiplexers),
      polls,
      polledDocs,
      docsPerSecond,
      cpuMs,
      share,
    },
    sentence:
      `${about.who} because ${about.reason.why}, which took ${plural(polls, 'poll')}, ` +
      `${plural(polledDocs, 'document')}${cpu}: ${about.reason.remedy}.`,
  });
}

/** `uncounted`: observers of a driver that nobody here knows. */
export function findUncounted(ranked: readonly RankedObserver[]): Weighed[] {
  const drivers = new Map<string, number>();
  for (const { driver, evaluations, handles } of ranked) {
    if (evaluations !== undefined || handles === 0) continue;
    drivers.set(driver, (drivers.get(driver) ?? 0) + handles);
  }
  return [...drivers].map(([driver, handles]) =>
    finding({
      kind: 'uncounted',
      severity: 'warning',
      subject: { driver },
      weight: handles,
      evidence: { handles },
      sentence:
        `What the driver ${driver} does for its ${plural(handles, 'observer')} cannot be ` +
        `counted: their evaluations are unknown, not 0, and their CPU time is a lower bound.`,
    }),
  );
}
