import type { EventType } from '../../common/analytics/event';
import type { Dims, MetricName } from '../../common/metrics';
import type { Sample } from '../../common/sample';
import type { CollectorDrop } from './drop-reasons';

/** Counts what the collector did. Counting is cheap; metrics are told once per window. */
export interface CollectorTally {
  request(status: string, durationMs: number): void;
  /** An event came, whatever becomes of it. */
  came(type: EventType): void;
  stored(type: EventType): void;
  drop(reason: CollectorDrop, count?: number): void;
  /** Records what was counted since the last time. */
  collect(): void;
  total(): Totals;
}

export interface Totals {
  readonly events: Readonly<Partial<Record<EventType, number>>>;
  readonly drops: Readonly<Partial<Record<CollectorDrop, number>>>;
}

type Take = (sample: Sample) => void;

export function createCollectorTally(record: Take): CollectorTally {
  const requests = createCounts(record, 'collector.requests', 'status');
  const events = createCounts(record, 'collector.events', 'type');
  const stored = new Map<EventType, number>();
  const drops = createCounts(record, 'collector.drops', 'reason');
  const dims: Dims = {};

  return {
    request(status, durationMs) {
      requests.add(status, 1);
      record({ kind: 'metric', metric: 'collector.duration', dims, value: durationMs });
    },
    came: (type) => events.add(type, 1),
    stored(type) {
      stored.set(type, (stored.get(type) ?? 0) + 1);
    },
    drop(reason, count = 1) {
      if (count > 0) drops.add(reason, count);
    },
    collect() {
      for (const counts of [requests, events, drops]) counts.collect();
    },
    total: () => ({ events: Object.fromEntries(stored), drops: drops.total() }),
  };
}

/** Callers name members of closed sets only, so that there are few. */
function createCounts(record: Take, metric: MetricName, dim: string) {
  const total = new Map<string, number>();
  const recent = new Map<string, number>();

  return {
    add(name: string, count: number) {
      recent.set(name, (recent.get(name) ?? 0) + count);
      total.set(name, (total.get(name) ?? 0) + count);
    },
    collect() {
      for (const [name, value] of recent) {
        record({ kind: 'metric', metric, dims: { [dim]: name }, value });
      }
      recent.clear();
    },
    total: () => Object.fromEntries(total),
  };
}
