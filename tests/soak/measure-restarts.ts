import { connectDdp } from '../../examples/demo/ddp-client';
import type { ProcessFigures } from './process-figures';
import type { SoakApp } from './start-soak-app';
import { theilSen } from './theil-sen';
import type { Traffic } from './traffic';

export interface PerRestart {
  /** At least by so much the heap grows with each, in bytes. */
  readonly bytesPerRestart: number;
  readonly listenersPerRestart: number;
}

const restarts = 15;
const warmUp = 3;

/**
 * Stops and starts the agent under traffic, with some sessions that last: of
 * an agent that was stopped, nothing may be left with them.
 */
export async function measureRestarts(app: SoakApp, traffic: Traffic): Promise<PerRestart> {
  const lasting = await Promise.all(
    Array.from({ length: 5 }, async () => {
      const client = await connectDdp({ url: app.url });
      await client.subscribe('lists.all');
      return client;
    }),
  );
  const figures: ProcessFigures[] = [];
  for (let restart = 0; restart < restarts; restart++) {
    traffic.resume();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await traffic.pause();
    await app.restart();
    await app.restart();
    if (restart >= warmUp) figures.push(await app.figures());
  }
  await Promise.all(lasting.map((client) => client.close()));
  const slopeOf = (of: 'heapBytes' | 'listeners') =>
    theilSen(figures.map((each, index) => ({ x: 2 * index, y: each[of] })));
  return {
    bytesPerRestart: slopeOf('heapBytes').low,
    listenersPerRestart: slopeOf('listeners').value,
  };
}
