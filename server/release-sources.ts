import type { MetricName } from '../common/metrics';
import type { PointValue, Stat } from '../common/reader';
import type { ComparedKind } from '../common/releases-answer';
import { addBuckets, emptyDistribution } from './compare/distribution';
import type { SideEntry, SideWindow } from './compare/release-side';

/** One query, and what to do with each of its values. */
export interface Reading {
  readonly metric: MetricName;
  readonly stat: Stat;
  /** Whether there is a value for each window, or one for all. */
  readonly isByWindow: boolean;
  /** The dimension that says how a call ended. */
  readonly outcome?: string;
  take(entry: SideEntry, window: SideWindow, value: PointValue, outcome: string): void;
}

/** One kind of what is called, and where its figures are. */
export interface ReleaseSource {
  readonly kind: ComparedKind;
  readonly measure: SideEntry['measure'];
  /** Dimensions that make the name, with blanks between. */
  readonly name: readonly string[];
  readonly readings: readonly Reading[];
}

/** Where the figures of what is compared are. */
export const releaseSources: readonly ReleaseSource[] = [
  {
    kind: 'method',
    measure: 'run',
    name: ['name'],
    readings: [
      timesOf('method.run'),
      durationOf('method.duration'),
      callsOf('method.calls', 'outcome'),
      rateOf('method.calls', 'outcome'),
      cpuOf('method.cpu'),
    ],
  },
  {
    kind: 'publication',
    measure: 'duration',
    name: ['name'],
    readings: [
      timesOf('publication.ready'),
      callsOf('publication.subscribes'),
      rateOf('publication.subscribes'),
      errorsOf('publication.errors'),
      cpuOf('publication.cpu'),
    ],
  },
  {
    kind: 'http',
    measure: 'duration',
    name: ['method', 'route'],
    readings: [
      requestsOf('http.server.duration'),
      rateOf('http.server.duration'),
      cpuOf('http.server.cpu'),
    ],
  },
  {
    kind: 'job',
    measure: 'duration',
    name: ['name'],
    readings: [
      timesOf('job.duration'),
      callsOf('job.runs', 'outcome'),
      rateOf('job.runs'),
      cpuOf('job.cpu'),
    ],
  },
];

function timesOf(metric: MetricName): Reading {
  return {
    metric,
    stat: 'buckets',
    isByWindow: true,
    take: (_entry, { times }, value) => addBuckets(times, bucketsIn(value)),
  };
}

function durationOf(metric: MetricName): Reading {
  return {
    metric,
    stat: 'buckets',
    isByWindow: false,
    take(entry, _window, value) {
      entry.duration ??= emptyDistribution();
      addBuckets(entry.duration, bucketsIn(value));
    },
  };
}

/** Those that were refused before they began are no calls. */
function callsOf(metric: MetricName, outcome?: string): Reading {
  return {
    metric,
    stat: 'sum',
    isByWindow: true,
    ...(outcome === undefined ? {} : { outcome }),
    take(_entry, window, value, how) {
      if (isRefused(how)) return;
      window.calls += Number(value);
      if (how === 'error') window.errors += Number(value);
    },
  };
}

function errorsOf(metric: MetricName): Reading {
  return {
    metric,
    stat: 'sum',
    isByWindow: true,
    take(_entry, window, value) {
      window.errors += Number(value);
    },
  };
}

function requestsOf(metric: MetricName): Reading {
  return {
    metric,
    stat: 'buckets',
    isByWindow: true,
    outcome: 'status',
    take(_entry, window, value, status) {
      const before = window.times.count;
      addBuckets(window.times, bucketsIn(value));
      const requests = window.times.count - before;
      window.calls += requests;
      if (/^5\d\d$/.test(status)) window.errors += requests;
    },
  };
}

function rateOf(metric: MetricName, outcome?: string): Reading {
  return {
    metric,
    stat: 'rate',
    isByWindow: false,
    ...(outcome === undefined ? {} : { outcome }),
    take(entry, _window, value, how) {
      if (isRefused(how)) return;
      entry.callsPerSecond = (entry.callsPerSecond ?? 0) + Number(value);
    },
  };
}

function cpuOf(metric: MetricName): Reading {
  return {
    metric,
    stat: 'avg',
    isByWindow: false,
    take(entry, _window, value) {
      entry.cpuMs = Number(value);
    },
  };
}

function isRefused(outcome: string): boolean {
  return outcome === 'denied' || outcome === 'unknown';
}

function bucketsIn(value: PointValue) {
  return typeof value === 'number' ? [] : value;
}
