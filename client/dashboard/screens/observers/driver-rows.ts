import type { ReportedObserver } from '../../../../common/load-report';

/** The observers of a collection that have the same driver for the same reason. */
export interface DriverRow {
  readonly collection: string;
  readonly driver: string;
  /** Why Meteor polls. */
  readonly reason?: string;
  readonly handles: number;
  readonly multiplexers: number;
  readonly cpuMs: number;
}

/** Which drivers each collection has; those that poll first, then those that cost most. */
export function driverRows(observers: readonly ReportedObserver[]): DriverRow[] {
  const rows = new Map<string, DriverRow>();
  for (const { collection, driver, driverReason, handles, multiplexers, cpuMs } of observers) {
    const key = [collection, driver, driverReason].join('\0');
    const known = rows.get(key);
    rows.set(key, {
      ...{ collection, driver },
      ...(driverReason !== undefined && { reason: driverReason }),
      handles: (known?.handles ?? 0) + handles,
      multiplexers: (known?.multiplexers ?? 0) + multiplexers,
      cpuMs: (known?.cpuMs ?? 0) + cpuMs,
    });
  }
  return [...rows.values()].sort(
    (a, b) => Number(polls(b)) - Number(polls(a)) || b.cpuMs - a.cpuMs,
  );
}

function polls({ driver }: DriverRow): boolean {
  return driver === 'polling';
}
