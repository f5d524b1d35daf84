import type { ReleasesQuery } from '../common/releases-answer';
import { groupBy } from './load/group-by';
import type { ReleasePresence } from './read-presence';

export interface ChosenReleases {
  readonly a: ReleasePresence | undefined;
  readonly b: ReleasePresence | undefined;
}

type Asked = Pick<ReleasesQuery, 'a' | 'b'>;

/**
 * The two releases that are meant, of those that reported, newest first: of
 * one service in one environment, that which started a process last, if any
 * has both; releases that are named may be of two.
 */
export function chooseReleases(releases: readonly ReleasePresence[], asked: Asked): ChosenReleases {
  const groups = [...groupBy(releases, placeOf).values()].map((own) => chooseIn(own, asked));
  const whole = groups.find(({ a, b }) => a && b);
  if (whole) return whole;
  const [first] = groups;
  const named = (release: string | undefined) => releases.find((one) => one.release === release);
  return { a: named(asked.a) ?? first?.a, b: named(asked.b) ?? first?.b };
}

/** What tells apart whose releases are no versions of each other. */
export function placeOf({ service, environment }: ReleasePresence): string {
  return JSON.stringify([service, environment]);
}

function chooseIn(own: readonly ReleasePresence[], asked: Asked): ChosenReleases {
  const named = (release: string) => own.find((one) => one.release === release);
  const b = asked.b === undefined ? own.find(({ release }) => release !== asked.a) : named(asked.b);
  if (asked.a !== undefined) return { a: named(asked.a), b };
  return { a: b && own[own.indexOf(b) + 1], b };
}
