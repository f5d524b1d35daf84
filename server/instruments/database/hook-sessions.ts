import { patchMethod } from '../../../common/patch-method';
import type { Undo } from '../../../common/undo';
import { noCollection } from './commands';
import type { Operations } from './operations';
import type { DriverSession, SessionPrototype } from './target';

// biome-ignore lint/complexity/noBannedTypes: any function, whatever its signature
type AnyFunction = Function;

/** How the driver calls a transaction that has asked the database something, and one that may be committed again. */
const begun: readonly unknown[] = ['TRANSACTION_IN_PROGRESS', 'TRANSACTION_COMMITTED'];

/** Times the ends of transactions, of the sessions of clients it has been told of. */
export function hookSessions(
  session: SessionPrototype,
  operations: Operations,
  defer: (undo: Undo) => void,
): (client: object) => void {
  const clients = new WeakSet<object>();

  function end(run: AnyFunction, command: string): AnyFunction {
    const asked = operations.named(command)(noCollection);
    return function (this: DriverSession) {
      // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
      const args = arguments;
      const { client, transaction } = this;
      const asks = client && clients.has(client) && begun.includes(transaction?.state);
      if (!asks || operations.isInside) return Reflect.apply(run, this, args);
      return operations.time(asked, run, this, args);
    };
  }

  for (const name of ['commitTransaction', 'abortTransaction'] as const) {
    defer(patchMethod(session, name, (run) => end(run, name)));
  }
  return (client) => {
    clients.add(client);
  };
}
