import { computed, effect } from '@preact/signals';
import { params, setParams } from './location';
import { range, readNow } from './range';

/** Batches come every ten seconds, so looking more often shows nothing new. */
const everyMs = 10_000;

/** Whether the screen follows the clock. A range with a fixed end does not. */
export const isLive = computed(() => params.value.live === '1' && range.value.name !== undefined);

export function setLive(on: boolean): void {
  setParams({ live: on ? '1' : undefined }, 'replace');
}

/** Moves ranges on while live, and the page is looked at. Returns the way out. */
export function followClock(): () => void {
  return effect(() => {
    if (!isLive.value) return undefined;
    readNow();
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') readNow();
    }, everyMs);
    return () => clearInterval(timer);
  });
}
