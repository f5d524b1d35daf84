import { watchCalls } from '../../common/analytics/watch-calls';
import { type Undo, undoable } from '../../common/undo';
import type { WatchHistory } from './watch-places';

/** For browsers without the Navigation API: Firefox before 147, Safari before 26.2. */
export const watchHistory: WatchHistory = (history, client, changed) =>
  undoable((defer) => {
    let cancel: Undo = () => {};
    defer(() => cancel());
    // Called before the address changes: what is there a turn later has been pushed.
    const later = () => {
      cancel();
      cancel = client.after(0, changed);
    };
    for (const key of ['pushState', 'replaceState'] as const) {
      defer(watchCalls(client, history as History, key, later));
    }
  });
