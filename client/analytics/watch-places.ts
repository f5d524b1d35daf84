import type { FeatureClient } from '../../common/analytics/feature';
import { watchCalls } from '../../common/analytics/watch-calls';
import { type Undo, undoable } from '../../common/undo';

/** The parts of a browser's window by which its address changes. */
export interface PlacesWindow extends Target {
  readonly location: { readonly pathname: string };
  readonly history: object;
  /** https://developer.mozilla.org/docs/Web/API/Navigation */
  readonly navigation?: Target | undefined;
}

interface Target {
  addEventListener(type: string, run: (event: { navigationType?: string }) => void): void;
  removeEventListener(type: string, run: (event: { navigationType?: string }) => void): void;
}

/**
 * Has `changed` told each time the address may have changed without a new
 * document, and whether another address was replaced by it. Where the browser
 * does not tell, `pushState` and `replaceState` are watched.
 */
export function watchPlaces(
  window: PlacesWindow,
  client: Pick<FeatureClient, 'guard' | 'after'>,
  changed: (isReplaced?: boolean) => void,
): Undo {
  return undoable((defer) => {
    const listen = (target: Target, type: string) => {
      const run = (event: { navigationType?: string }) =>
        client.guard(() => changed(event.navigationType === 'replace'));
      target.addEventListener(type, run);
      defer(() => target.removeEventListener(type, run));
    };
    const { history, navigation } = window as { history: History; navigation?: Target };
    if (navigation) return listen(navigation, 'currententrychange');
    listen(window, 'popstate');
    let cancel: Undo = () => {};
    defer(() => cancel());
    for (const key of ['pushState', 'replaceState'] as const) {
      // Called before the address changes: what is there a turn later has been pushed.
      const later = () => {
        cancel();
        cancel = client.after(0, changed);
      };
      defer(watchCalls(client, history, key, later));
    }
  });
}
