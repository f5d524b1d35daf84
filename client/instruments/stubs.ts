import type { Feature } from '../../common/analytics/feature';
import type { TimingsRecorder } from '../../common/analytics/timings';
import { patchMethod } from '../../common/patch-method';
import { watchHandedOut } from '../../common/settle';

/** The part of `Meteor.connection` this feature touches. */
export interface StubConnection {
  _stubCall(name: string, ...rest: never[]): unknown;
}

/** Times the stubs of methods: their run in the browser, until its promise settles if there is one. */
export function stubs(connection: StubConnection, timings: TimingsRecorder): Feature {
  return {
    name: 'stubs',
    install: (client) =>
      patchMethod(connection, '_stubCall', (stubCall) => {
        return function (this: unknown, method: string) {
          // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
          const stub = Reflect.apply(stubCall, this, arguments);
          const run = stub?.stubInvocation;
          if (typeof run !== 'function') return stub; // the method has none
          stub.stubInvocation = () => {
            const startedAt = client.now();
            const ended = (failed: boolean) =>
              void client.guard(() => {
                timings.time('client.method.stub', { method }, client.now() - startedAt);
                if (failed) timings.count('client.method.errors', { method, error: 'stub' });
              });
            try {
              return watchHandedOut(run(), ended);
            } catch (error) {
              ended(true);
              throw error;
            }
          };
          return stub;
        };
      }),
  };
}
