import { lineOf } from './normalize';
import type { CallEvent } from './scenario';

/** The lines of each chain, by what the chain descends from. */
export type Chains = ReadonlyMap<string, readonly string[]>;

/**
 * Sorts calls by what set them off: the client's message whose label they carry,
 * else the receiver of the outermost call on the stack. Within a chain the order
 * of a run is fixed, between chains it is the scheduler's business.
 *
 * Left out is the firing of the oplog's crossbar: the entries of the seed reach
 * it whenever the tail gets to them. What it sets off is in.
 */
export function chainsOf(calls: readonly CallEvent[]): Chains {
  const chains = new Map<string, string[]>();
  const chainByCall = new Map<string, string | undefined>();
  const stack: string[] = [];

  for (const event of calls) {
    const id = `${event.call} ${event.target}`;
    if (event.phase === 'enter') {
      chainByCall.set(id, chainOf(event, chainByCall.get(stack[0] ?? '')));
      if (hasReturn(event)) stack.push(id);
    } else if (event.phase !== 'settle') remove(stack, id);
    const chain = chainByCall.get(id);
    if (chain === undefined) continue;
    chains.set(chain, [...(chains.get(chain) ?? []), lineOf(event)]);
  }
  return chains;
}

function chainOf(event: CallEvent, outermost: string | undefined): string | undefined {
  if (event.target === 'Crossbar.fire' && event.self?.includes('oplog-watchers')) return undefined;
  const label = event.context?.als;
  if (typeof label === 'string') return label;
  return outermost ?? event.self ?? event.target;
}

function hasReturn({ target }: CallEvent): boolean {
  return !target.endsWith(' hook') && target !== 'connection.onClose';
}

function remove(stack: string[], id: string): void {
  const index = stack.lastIndexOf(id);
  if (index >= 0) stack.splice(index, 1);
}

const SKELETON = [
  'protocol_handlers.',
  'method handler ',
  'publish handler ',
  'unblock',
  'WriteFence.arm',
  'Session._startSubscription',
  'Session._setUserId',
  'Subscription._runHandler',
  'Subscription._publishHandlerResult',
];

/** The chains of single messages, reduced to how their handlers are entered and left. */
export function skeletonOf(calls: readonly CallEvent[]): Chains {
  const selves = new Map<string, string>();
  const chains = new Map<string, string[]>();
  for (const event of calls) {
    if (!SKELETON.some((prefix) => event.target.startsWith(prefix))) continue;
    const id = `${event.call} ${event.target}`;
    if (event.phase === 'enter') selves.set(id, keyOf(event));
    const key = selves.get(id);
    if (key !== undefined) chains.set(key, [...(chains.get(key) ?? []), lineOf(event)]);
  }
  return chains;
}

function keyOf({ context, self = '' }: CallEvent): string {
  return `${context?.als ?? ''} ${self}`;
}

/** How often everything happened, whatever set it off. */
export function countsOf(calls: readonly CallEvent[]): string[] {
  const counts = new Map<string, number>();
  for (const lines of chainsOf(calls).values()) {
    for (const line of lines) {
      const bare = line.replace(/ \{.*$/, '');
      counts.set(bare, (counts.get(bare) ?? 0) + 1);
    }
  }
  return [...counts].map(([line, count]) => `${line} × ${count}`).sort();
}
