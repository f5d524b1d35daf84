import type { Recorder } from '../../../common/recorder';
import type { StreamConnection } from './target';

/** Records what waits in oplog queues, and the live drivers of change streams by collection. */
export type Gauges = (
  connections: Iterable<StreamConnection>,
  drivers: ReadonlyMap<string, number>,
) => void;

export function createGauges({ record }: Recorder): Gauges {
  const collections = new Set<string>();

  return (connections, drivers) => {
    const backlog = backlogOf(connections);
    if (backlog !== undefined) {
      record({ kind: 'metric', metric: 'oplog.backlog', dims: {}, value: backlog });
    }
    for (const collection of drivers.keys()) collections.add(collection);
    for (const collection of collections) {
      const value = drivers.get(collection) ?? 0;
      record({ kind: 'metric', metric: 'changeStream.drivers', dims: { collection }, value });
      if (value === 0) collections.delete(collection); // its zero has been told
    }
  };
}

/** Undefined where no connection has an oplog. */
function backlogOf(connections: Iterable<StreamConnection>): number | undefined {
  let backlog: number | undefined;
  for (const { _oplogHandle: handle } of connections) {
    if (handle) backlog = (backlog ?? 0) + handle._entryQueue.length;
  }
  return backlog;
}
