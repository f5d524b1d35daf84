import { inSlices } from '../common/in-slices';
import type { Reader } from '../common/reader';
import type { ComparedKind, ReleaseEntry } from '../common/releases-answer';
import { type ChosenWindows, chooseWindows, type Window } from './compare/choose-window';
import { compareReleases } from './compare/compare-releases';
import type { LoadQuery } from './read-load';
import type { ReleasePresence } from './read-presence';
import { readReleaseSide } from './read-release-side';

export interface PairQuery extends LoadQuery {
  readonly a: ReleasePresence;
  readonly b: ReleasePresence;
  /** How wide the stored windows are. */
  readonly widthMs: number;
  /** All of them, unless given. */
  readonly kinds?: readonly ComparedKind[];
}

export interface ComparedPair {
  readonly windows: ChosenWindows;
  /** The worst first. */
  readonly entries: readonly ReleaseEntry[];
}

const allKinds: readonly ComparedKind[] = ['method', 'publication', 'http', 'job'];

/** Windows of a release, at most: more would not make it surer. */
const mostWindows = 30;

/** Compares what two releases did; `undefined` where there is no time to compare. */
export async function comparePair(
  reader: Reader,
  query: PairQuery,
): Promise<ComparedPair | undefined> {
  const { a, b, from, widthMs, resource, kinds = allKinds } = query;
  const windows = chooseWindows(a, b, from);
  if (!windows) return undefined;
  const stepMs = widthMs * Math.max(1, Math.ceil(lengthOf(windows.b) / widthMs / mostWindows));
  const shared = { stepMs, origin: from, kinds };
  const read = ({ service, environment, release }: ReleasePresence, window: Window) => {
    const sender = { ...resource, service, environment, release };
    return readReleaseSide(reader, { ...shared, ...window, resource: sender });
  };
  const [ofA, ofB] = [await read(a, windows.a), await read(b, windows.b)];
  return { windows, entries: await inSlices(compareReleases(ofA, ofB)) };
}

function lengthOf({ from, to }: Window): number {
  return to - from;
}
