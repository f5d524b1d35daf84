import type { FeatureClient } from '../../common/analytics/feature';
import { type Undo, undoable } from '../../common/undo';

/** The parts of a browser's window by which its address changes. */
export interface PlacesWindow extends PlacesTarget {
  readonly location: { readonly pathname: string };
  readonly history: object;
  /** https://developer.mozilla.org/docs/Web/API/Navigation */
  readonly navigation?: PlacesTarget | undefined;
}

export interface PlacesTarget {
  addEventListener(type: string, run: (event: { navigationType?: string }) => void): void;
  removeEventListener(type: string, run: (event: { navigationType?: string }) => void): void;
}

/** Has `changed` told each time the history has another address. */
export type WatchHistory = (
  history: object,
  client: Pick<FeatureClient, 'guard' | 'after'>,
  changed: () => void,
) => Undo;

/**
 * Has `changed` told each time the address may have changed without a new
 * document, and whether another address was replaced by it. Where the browser
 * does not tell, the history is watched, by what is loaded then.
 */
export function watchPlaces(
  window: PlacesWindow,
  client: Pick<FeatureClient, 'guard' | 'after'>,
  changed: (isReplaced?: boolean) => void,
  loadHistory: () => Promise<WatchHistory>,
): Undo {
  return undoable((defer) => {
    const { navigation } = window;
    const target = navigation || window;
    const type = navigation ? 'currententrychange' : 'popstate';
    const run = (event: { navigationType?: string }) =>
      client.guard(() => changed(event.navigationType === 'replace'));
    target.addEventListener(type, run);
    defer(() => target.removeEventListener(type, run));
    if (navigation) return;

    let undo: Undo | undefined = () => {};
    defer(() => {
      undo?.();
      undo = undefined;
    });
    loadHistory().then(
      (watchHistory) =>
        client.guard(() => {
          if (!undo) return;
          undo = watchHistory(window.history, client, changed);
          changed(); // since the page was shown
        }),
      () => undefined, // what popstate tells is left
    );
  });
}
