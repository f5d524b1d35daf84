import { between } from '../../examples/demo/random';
import type { Random } from '../support/seeded-random';
import { newName } from './new-names';

/** What comes over HTTP: pages, routes nobody knows, errors, and events of ever-new people. */
export async function request(url: string, random: Random): Promise<void> {
  const name = encodeURIComponent(newName(random)).slice(0, 500);
  const kinds = [
    () => fetch(`${url}/${name}`),
    () => fetch(`${url}/soak/${name}`, { method: 'POST', body: name }),
    () => fetch(`${url}/soak/wrong?${name}`),
    () => fetch(`${url}/soaked/${name}/of/${name}`),
  ];
  const response = await kinds[between(random, 0, kinds.length)]?.();
  if (response) await response.arrayBuffer();
  else await sendEvents(url, random);
}

export async function sendEvents(url: string, random: Random): Promise<void> {
  const response = await fetch(`${url}/_radiant/v1/b`, { method: 'POST', body: eventsOf(random) });
  await response.arrayBuffer();
}

/** A batch as browsers send it, some of it not as it ought to be. */
function eventsOf(random: Random): string {
  const person = { anonymousId: newName(random), userId: newName(random) };
  const session = `session${Math.floor(random() * 2 ** 40)}`;
  const context = { ddp: { session }, page: { url: `https://example.com/${newName(random)}` } };
  const batch = [
    { type: 'page', name: newName(random) },
    { type: 'track', event: newName(random), properties: { [newName(random)]: newName(random) } },
    { type: 'identify', traits: { email: newName(random) } },
    { type: newName(random) },
  ];
  return JSON.stringify({
    writeKey: 'radiant',
    sentAt: new Date(),
    batch: batch.map((event) => ({
      ...event,
      ...person,
      context,
      messageId: newName(random).slice(0, 90),
    })),
  });
}
