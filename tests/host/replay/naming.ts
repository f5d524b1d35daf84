import type { CursorDescription } from './targets';

type Named = Record<string, unknown>;

/**
 * Names receivers as the recordings do. Multiplexers, drivers, handles and
 * fences are numbered by kind in order of first sight.
 */
export function createNaming() {
  const numbers = new Map<object, number>();
  const counts = new Map<string, number>();

  function numbered(kind: string, object: object): string {
    let number = numbers.get(object);
    if (number === undefined) {
      number = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, number);
      numbers.set(object, number);
    }
    return `${kind}#${number}`;
  }

  return {
    numbered: (kind: string) => (self: unknown) => `<${numbered(kind, self as object)}>`,
    plain: (kind: string) => () => `<${kind}>`,
    fence: (fence: object) => numbered('WriteFence', fence),
    session: (self: unknown) => `<Session ${(self as Named).id}>`,
    subscription: (self: unknown) => `<Subscription ${subscriptionName(self as Named)}>`,
    crossbar: (self: unknown) => `<Crossbar ${(self as Named).factName}>`,
    invocation: (self: unknown) => `<MethodInvocation ${(self as Named).name}>`,
    handle: (self: unknown) => {
      const multiplexer = (self as Named)._multiplexer;
      if (!multiplexer) return '<ObserveHandle>';
      return `<ObserveHandle of ${numbered('ObserveMultiplexer', multiplexer as object)}>`;
    },
    cursor: (self: unknown) => {
      const { collectionName, selector } = (self as { _cursorDescription: CursorDescription })
        ._cursorDescription;
      return `<Cursor ${collectionName} ${JSON.stringify(selector)}>`;
    },
  };
}

export type Naming = ReturnType<typeof createNaming>;

/** A subscription in a context: its id and name; a universal one has neither. */
export function subscriptionName(sub: Named): string {
  return `${sub._subscriptionId ?? 'universal'} ${sub._name ?? null}`;
}
