import { patchMethod } from '../../../common/patch-method';
import { type Undo, undoable } from '../../../common/undo';
import type { HttpRequest } from './http-request';
import type { ExpressLayer } from './target';

/** What hears of the way of requests through the layers. */
export interface LayerListener {
  /** The request, while it is of interest. */
  requestOf(message: object): HttpRequest | undefined;
  failed(request: HttpRequest, error: unknown): void;
  /** Calls a layer's function with the request as what is running. */
  run(request: HttpRequest, handle: LayerFunction, self: unknown, args: unknown[]): unknown;
}

export type LayerFunction = (...args: unknown[]) => unknown;

/** The class of the layers of one copy of express. */
type LayerClass = Record<string, LayerFunction>;

export interface LayerHooks {
  /**
   * Hooks the class of that layer, once.
   *
   * @throws {TypeError} when it is not as expected.
   */
  hook(layer: ExpressLayer): void;
  undo: Undo;
}

/** An app may bring copies of express of its own. */
const mostCopies = 8;

/** Follows requests from layer to layer, and sees the errors that are passed on. */
export function hookLayers(listener: LayerListener): LayerHooks {
  const seen = new Set<object>();
  let deferUndo: (undo: Undo) => void = () => undefined;
  const undo = undoable((defer) => {
    deferUndo = defer;
  });

  function hookClass(layerClass: LayerClass, defer: (undo: Undo) => void): void {
    // The names of Express 5, and of 4.
    const handleRequest = 'handleRequest' in layerClass ? 'handleRequest' : 'handle_request';
    const handleError = 'handleError' in layerClass ? 'handleError' : 'handle_error';
    defer(
      patchMethod(layerClass, handleRequest, (handle) => {
        return function (this: ExpressLayer, message: object, response: object, next: unknown) {
          const request = listener.requestOf(message);
          // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
          if (!request || request.ended) return Reflect.apply(handle, this, arguments);
          request.enter(this, next);
          // biome-ignore lint/complexity/noArguments: as above
          if (request.isOnCpu) return Reflect.apply(handle, this, arguments);
          return listener.run(request, handle as LayerFunction, this, [message, response, next]);
        };
      }),
    );
    defer(
      patchMethod(layerClass, handleError, (handle) => {
        return function (this: ExpressLayer, error: unknown, message: object) {
          const request = listener.requestOf(message);
          if (request) listener.failed(request, error);
          // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
          const args = arguments;
          if (!request || request.ended || request.isOnCpu)
            return Reflect.apply(handle, this, args);
          return listener.run(request, handle as LayerFunction, this, [...args]);
        };
      }),
    );
  }

  return {
    hook(layer) {
      const layerClass = Object.getPrototypeOf(layer) as LayerClass;
      if (seen.has(layerClass) || seen.size >= mostCopies) return;
      seen.add(layerClass);
      deferUndo(undoable((defer) => hookClass(layerClass, defer)));
    },
    undo,
  };
}
