import { findings } from '../../../server/load/findings';
import { type Load, loadOf } from '../../../server/load/load';
import type { LoadWindow } from '../../../server/load/load-window';
import { rank } from '../../../server/load/rank';
import { drained } from '../../support/drained';

/** What an app does in slices of the event loop, here in one. */
export const loadAtOnce = (windows: readonly LoadWindow[]) => drained(loadOf(windows));
export const rankAtOnce = (load: Load) => drained(rank(load));
export const findingsAtOnce = (load: Load) => drained(findings(load));
