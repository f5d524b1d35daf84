import { RadiantError } from './errors';
import type { Reader } from './reader';

/** What a reader says of events whose sink keeps none. */
export function noEvents(sink: string): Pick<Reader, 'events' | 'analytics'> {
  const refuse = () => {
    throw new RadiantError('no-reader', `the sink ${sink} keeps no analytics events yet`);
  };
  return {
    events: async () => refuse(),
    analytics: async () => refuse(),
  };
}
