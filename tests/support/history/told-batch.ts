import type { Batch } from '../../../common/batch';
import type { Resource } from '../../../common/resource';
import { aBatch } from '../a-batch';
import { aLogEntry } from '../a-log-entry';
import { aSpan, aTrace } from '../a-trace';
import { anErrorEntry } from '../an-error-entry';
import { anEvent, aPage } from '../an-event';
import { aCoverage, aHistogram, anObserver } from '../an-observer';
import { everySeries } from './every-series';

interface Told {
  /** Of methods, publications, collections, people, pages … */
  readonly names: readonly string[];
  readonly from: number;
  readonly resource?: Partial<Resource>;
}

/** A batch of ten seconds in which there is something of everything that a batch can hold, by these names. */
export function toldBatch({ names, from, resource = {} }: Told): Batch {
  const at = from + 5_000;
  return aBatch({
    resource,
    from,
    series: everySeries(names),
    observers: names.map((name) =>
      anObserver({
        owner: { kind: 'publication', name },
        ...{ collection: name, shape: `{${name}: ?}`, driverReason: name, driver: 'polling' },
        ...{ handles: 40, multiplexers: 40, duplicates: 12, created: 5, stopped: 1 },
        ...{ evaluations: 2_000, useful: 2, cpuMs: 900, fanout: 4, polls: 50, polledDocs: 20_000 },
        ...{ lifetime: aHistogram('lifetime', [5_000]), poll: aHistogram('duration', [8]) },
      }),
    ),
    coverage: names.map((collection) => aCoverage({ collection })),
    traces: names.map((name) => toldTrace(name, at)),
    errors: names.map((name) =>
      anErrorEntry({
        ...{ name, errorName: name, message: name, frame: `${name}:12`, firstAt: at, lastAt: at },
        sample: {
          at,
          message: name,
          stack: `${name}: ${name}\n    at ${name} (app/a.ts:1:2)`,
          causes: [name],
        },
      }),
    ),
    logs: names.map((name) =>
      aLogEntry({ at, message: name, name, source: 'method', level: 'error' }),
    ),
    events: names.flatMap((name) => [
      anEvent({ at, event: name, userId: name, properties: { [name]: name } }),
      aPage({
        ...{ at: at + 1, path: `/${name}`, pattern: `/${name}`, visit: name, referrer: name },
        ...{ userId: name, name, campaign: { source: name, medium: name, name } },
      }),
    ]),
  });
}

function toldTrace(name: string, at: number) {
  const root = aSpan({ kind: 'method', name, startMs: 0, durationMs: 900, onCpuMs: 40 });
  return aTrace({
    ...{ name, at, durationMs: 900, outcome: 'error', kept: 'slow', keepRate: 1 },
    ...{ userId: name, args: [name], ddp: `${name}::1` },
    spans: [
      root,
      aSpan({ parentId: root.id, kind: 'queue', name: 'queue', startMs: 0, durationMs: 200 }),
      aSpan({
        ...{ parentId: root.id, kind: 'db', name: `${name}.find`, startMs: 300, durationMs: 500 },
        attributes: { collection: name, [name]: name },
        failed: true,
      }),
    ],
    around: { blockedBy: { kind: 'method', name }, queuedBefore: 2, loopBusyMs: 100 },
  });
}
