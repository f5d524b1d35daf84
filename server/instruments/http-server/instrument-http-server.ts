import type { ServerResponse } from 'node:http';
import { OTHER } from '../../../common/metrics';
import { patchMethod } from '../../../common/patch-method';
import type { Recorder } from '../../../common/recorder';
import type { TraceOutcome } from '../../../common/trace';
import { parseTraceparent } from '../../../common/traceparent';
import type { RemoteParent } from '../../../common/tracer';
import { type Undo, undoable } from '../../../common/undo';
import { hookLayers, type LayerFunction } from './hook-layers';
import { hookUse } from './hook-use';
import { HttpRequest } from './http-request';
import { createLayerPaths } from './layer-paths';
import { createRequestLedger } from './ledger';
import { routeNames } from './route-names';
import type {
  ExpressApp,
  ExpressRequest,
  ExpressRouter,
  HttpServerOptions,
  HttpServerTarget,
} from './target';

/**
 * Records every request that comes to express, from before all handlers, by
 * the pattern of its route, and runs what answers it as an invocation of its
 * own. Errors are seen where express passes them on.
 */
export function instrumentHttpServer(
  { app, ownPaths }: HttpServerTarget,
  recorder: Recorder,
  { acceptTraceparent }: HttpServerOptions,
): Undo {
  const { context, cpu, now, traces, failed } = recorder;
  const requests = new WeakMap<object, HttpRequest>();
  /** The one whose code is on the stack: most layers follow each other at once. */
  let running: HttpRequest | undefined;

  function requestOf(message: object): HttpRequest | undefined {
    return running?.isFor(message) ? running : requests.get(message);
  }

  /** Calls `handle` inside of the request, its synchronous time booked to it. */
  function run(request: HttpRequest, handle: LayerFunction, self: unknown, args: unknown[]) {
    const outer = running;
    running = request;
    request.isOnCpu = true;
    cpu.enter(request.work);
    try {
      return context.current() === request
        ? Reflect.apply(handle, self, args)
        : context.run(request, handle, self, args);
    } finally {
      cpu.leave();
      request.isOnCpu = false;
      running = outer;
    }
  }

  return undoable((defer) => {
    const router = routerOf(app);
    const paths = createLayerPaths();
    const nameBy = routeNames(router, paths);
    const ledger = createRequestLedger(recorder);
    defer(ledger.undo);
    const layers = hookLayers({
      requestOf,
      failed: ledger.failed,
      run,
    });
    defer(layers.undo);
    const [anyLayer] = router.stack;
    if (!anyLayer) throw new Error('WebApp.expressApp has no handlers');
    layers.hook(anyLayer);
    defer(hookUse(router, paths));

    function begin(message: ExpressRequest, response: ServerResponse): HttpRequest | undefined {
      try {
        const at = now();
        const method = methodOf(message);
        const remote = remoteParent(message.headers.traceparent, acceptTraceparent);
        const work = traces.begin({ kind: 'http', name: method, at, remote });
        const request = new HttpRequest(method, work, message, nameBy(response));
        requests.set(message, request);
        ledger.begin(request, { at, message, response, ended });
        return request;
      } catch (error) {
        failed(error);
        return undefined;
      }
    }

    function ended(request: HttpRequest, message: ExpressRequest, outcome: TraceOutcome): void {
      const layer = request.foreign()?.route.stack?.[0];
      if (layer) layers.hook(layer); // so that the next one is followed as all others are
      // What is left in the map makes collecting garbage dear. Who gave up may leave work behind that fails.
      if (outcome !== 'aborted') requests.delete(message);
    }

    defer(
      patchMethod(app, 'handle', (handle) => {
        return function (this: ExpressApp, message: ExpressRequest, response: ServerResponse) {
          const isNew = !isOwn(message.url ?? '', ownPaths) && !requests.has(message);
          const request = isNew ? begin(message, response) : undefined;
          // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
          const args = arguments;
          if (!request) return Reflect.apply(handle, this, args);
          return run(request, handle as LayerFunction, this, [...args]);
        };
      }),
    );
  });
}

/** `app.router` throws in Express 4, which has `_router` instead. */
function routerOf(app: ExpressApp): ExpressRouter {
  const router = app._router ?? app.router;
  if (!Array.isArray(router?.stack)) throw new Error('WebApp.expressApp has no router');
  return router;
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

function methodOf({ method = '' }: ExpressRequest): string {
  return methods.has(method) ? method : OTHER;
}

function isOwn(url: string, ownPaths: readonly string[]): boolean {
  return ownPaths.some((path) => url.startsWith(path) && /^([/?#]|$)/.test(url.slice(path.length)));
}

function remoteParent(
  header: unknown,
  accept: HttpServerOptions['acceptTraceparent'],
): RemoteParent | undefined {
  if (header === undefined || accept === 'never') return undefined;
  const parent = parseTraceparent(header);
  return parent && accept === 'ids' ? { ...parent, sampled: false } : parent;
}
