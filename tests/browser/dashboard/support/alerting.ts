import type { AlertsAnswer } from '../../../../common/alerts-answer';
import type { Reader } from '../../../../common/reader';
import type { KeptApp } from './kept-app';

/** A process evaluates its own figures: with this it takes those of a store for its own. */
export function readAsOwn(reader: Reader): Reader {
  return { ...reader, read: ({ resource: _, ...query }) => reader.read(query) };
}

/** Resolves once an alert of the app fires. */
export async function untilFiring({ url }: KeptApp): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const answer = (await (await fetch(`${url}/api/v1/alerts`)).json()) as AlertsAnswer;
    if (answer.alerts.some(({ state }) => state === 'firing')) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('no alert fires');
}
