import { connectDdp } from '../../examples/demo/ddp-client';
import { type Random, seededRandom } from '../support/seeded-random';
import { newWord } from './new-names';
import { sendEvents } from './requests';
import type { SoakApp } from './start-soak-app';

/**
 * Calls with more new names than Radiant tells apart, and events, so that what
 * is limited, the memory sink too, is full before anything is measured. Gives
 * how many calls it made.
 */
export async function fillLimits(app: SoakApp, names: number): Promise<number> {
  const client = await connectDdp({ url: app.url });
  const random: Random = seededRandom(3);
  const methods = ['soak.span', 'soak.collection', 'soak.report', 'soak.throw'];
  for (let n = 0; n < names; n++) {
    const calls = methods.map((method) => client.call(method, newWord(random)));
    calls.push(client.call('soak.track', newWord(random), newWord(random)));
    const events = [1, 2, 3, 4].map(() => sendEvents(app.url, random));
    await Promise.allSettled([...calls, ...events]);
    if (n % 10 === 9) await app.flush();
  }
  await client.close();
  return names * (methods.length + 1);
}
