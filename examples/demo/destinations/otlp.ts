import { startOtlpReceiver } from '../../../tests/support/otlp-receiver';
import type { CallsByMethod, Destination } from '../destinations';
import { untilEnough } from './settle';

/** A receiver that reads OTLP with the official definitions. */
export async function startOtlp(): Promise<Destination> {
  const receiver = await startOtlpReceiver();

  function read(): CallsByMethod {
    const last = new Map<string, { method: string; count: number }>();
    for (const { attributes, point } of receiver.points('rpc.server.call.duration')) {
      if (attributes['meteor.call.origin'] !== 'client') continue;
      const method = String(attributes['rpc.method']);
      last.set(JSON.stringify(attributes), { method, count: point.count });
    }
    const calls: Record<string, number> = {};
    for (const { method, count } of last.values()) calls[method] = (calls[method] ?? 0) + count;
    return calls;
  }

  return {
    settings: { otlp: { endpoint: receiver.url } },
    calls: (atLeast) => untilEnough(read, atLeast),
    stop: () => receiver.close(),
  };
}
