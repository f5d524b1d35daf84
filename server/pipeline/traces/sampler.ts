import type { KeepReason } from '../../../common/trace';
import { createShelf } from './shelf';

export interface SamplerLimits {
  /** Names that are told apart in one window. */
  readonly names: number;
  /** Failures kept per name and window. */
  readonly errorsPerName: number;
  /** Traces kept per name and window because their caller asked for it. */
  readonly askedPerName: number;
  /** Bytes of all that is held. */
  readonly bytes: number;
}

/** What decides about a trace that has just ended. */
export interface Candidate {
  readonly kind: string;
  readonly name: string;
  readonly durationMs: number;
  readonly isError: boolean;
  /** Whether the app meant the error. */
  readonly isExpected: boolean;
  readonly isAsked: boolean;
}

export interface Picked<Held> {
  readonly held: Held;
  readonly kept: KeepReason;
  readonly keepRate: number;
}

/** Decides which traces of a window are kept. */
export interface Sampler<Held> {
  /** A seat for the trace, which `keep` has to be given at once, or nothing: then it is let go. */
  offer(candidate: Candidate): Seat<Held> | undefined;
  keep(seat: Seat<Held>, held: Held): void;
  /** How many are held, by reason, and how many were let go. */
  counts(): Readonly<Record<KeepReason | 'no', number>>;
  /** What is kept of the window; the next one begins. */
  take(): Picked<Held>[];
}

interface SamplerParts {
  readonly limits: SamplerLimits;
  /** From 0 to 1, 1 excluded. */
  readonly random: () => number;
  /** Told of each trace that would have been kept but had no room. */
  readonly dropped: () => void;
}

/** What is held of one name in the window. */
interface Group<Held> {
  readonly errors: Entry<Held>[];
  readonly asked: Entry<Held>[];
  /** How many were let in, those that had to go for lack of room included: one storm fills it once. */
  errorsLetIn: number;
  askedLetIn: number;
  slow: Entry<Held> | undefined;
  slowestMs: number;
  random: Entry<Held> | undefined;
  /** Traces that qualify for nothing else: those the random one stands for. */
  others: number;
  /** The random one had to go for lack of room: another would not be a fair pick. */
  randomIsLost: boolean;
}

export interface Entry<Held> {
  readonly held: Held;
  readonly durationMs: number;
  readonly isExpected: boolean;
  readonly isAsked: boolean;
  /** Takes it out of its group, for lack of room. */
  remove: () => void;
}

/**
 * Keeps the first failures, the slowest one, those asked for, and one of all
 * others at random (reservoir sampling, Vitter's Algorithm R), per name and
 * window. A trace that loses its place to another joins "all others", so that
 * every trace of the window is either kept for certain or has had the same
 * chance as any other of the rest. Where `bytes` do not suffice, random ones go
 * first, then those asked for, the slowest, and failures last.
 */
export function createSampler<Held extends { readonly bytes: number }>({
  limits,
  random,
  dropped,
}: SamplerParts): Sampler<Held> {
  let groups = new Map<string, Map<string, Group<Held>>>();
  let names = 0;
  let offered = 0;
  const shelf = createShelf<Held>(limits.bytes, dropped);

  function groupOf(kind: string, name: string): Group<Held> | undefined {
    let byName = groups.get(kind);
    if (!byName) {
      byName = new Map();
      groups.set(kind, byName);
    }
    const known = byName.get(name);
    if (known || names >= limits.names) return known;
    names++;
    const group = emptyGroup<Held>();
    byName.set(name, group);
    return group;
  }

  /** The place a trace gets, and what it was that lost that place. */
  function placeFor(group: Group<Held>, candidate: Candidate): Place<Held> | undefined {
    const asError = candidate.isError && placeOfError(group, candidate, limits.errorsPerName);
    if (asError) return asError;
    if (candidate.durationMs > group.slowestMs) return { reason: 'slow', loser: group.slow };
    return placeAmongOthers(group, candidate.isAsked);
  }

  function placeAmongOthers(group: Group<Held>, isAsked: boolean): Place<Held> | undefined {
    if (isAsked && group.askedLetIn < limits.askedPerName) {
      group.askedLetIn++;
      return { reason: 'asked', loser: undefined };
    }
    group.others++;
    const wins = !group.randomIsLost && random() * group.others < 1;
    return wins ? { reason: 'random', loser: group.random } : undefined;
  }

  function put(group: Group<Held>, { reason, loser }: Place<Held>, entry: Entry<Held>): void {
    if (loser) shelf.takeOut(loser);
    if (loser && reason === 'error') loser.remove();
    enter(group, reason, entry);
    shelf.put(reason, entry);
    if (loser && reason !== 'random') placeAgain(group, reason, loser);
  }

  /** What lost its place as a failure may be the slowest; what lost that one joins the others. */
  function placeAgain(group: Group<Held>, lost: KeepReason, entry: Entry<Held>): void {
    const isSlowest = lost === 'error' && entry.durationMs > group.slowestMs;
    const place: Place<Held> | undefined = isSlowest
      ? { reason: 'slow', loser: group.slow }
      : placeAmongOthers(group, entry.isAsked);
    if (place) put(group, place, entry);
  }

  return {
    offer(candidate) {
      offered++;
      const group = groupOf(candidate.kind, candidate.name);
      if (!group) {
        dropped();
        return undefined;
      }
      const place = placeFor(group, candidate);
      if (!place) return undefined;
      const { durationMs, isExpected, isAsked } = candidate;
      return { group, place, durationMs, isExpected, isAsked };
    },
    keep({ group, place, durationMs, isExpected, isAsked }, held) {
      put(group, place, { held, durationMs, isExpected, isAsked, remove: nothing });
    },
    counts() {
      const held = shelf.counts();
      const kept = held.error + held.slow + held.asked + held.random;
      return { ...held, no: offered - kept };
    },
    take() {
      const picked: Picked<Held>[] = [];
      for (const byName of groups.values()) {
        for (const group of byName.values()) pick(group, picked);
      }
      groups = new Map();
      names = 0;
      offered = 0;
      shelf.clear();
      return picked;
    },
  };
}

/** Where a trace goes that may be kept. */
export interface Seat<Held> {
  readonly group: Group<Held>;
  readonly place: Place<Held>;
  readonly durationMs: number;
  readonly isExpected: boolean;
  readonly isAsked: boolean;
}

interface Place<Held> {
  readonly reason: KeepReason;
  readonly loser: Entry<Held> | undefined;
}

/** The first failures have a place; a defect then takes that of an error the app meant. */
function placeOfError<Held>(
  group: Group<Held>,
  { isExpected }: Candidate,
  limit: number,
): Place<Held> | undefined {
  if (group.errorsLetIn < limit) {
    group.errorsLetIn++;
    return { reason: 'error', loser: undefined };
  }
  const loser = isExpected ? undefined : group.errors.find((one) => one.isExpected);
  return loser && { reason: 'error', loser };
}

const nothing = () => undefined;

function emptyGroup<Held>(): Group<Held> {
  return {
    errors: [],
    asked: [],
    errorsLetIn: 0,
    askedLetIn: 0,
    slow: undefined,
    slowestMs: -1,
    random: undefined,
    others: 0,
    randomIsLost: false,
  };
}

/** Puts an entry into its place, and tells it how to leave. */
function enter<Held>(group: Group<Held>, reason: KeepReason, entry: Entry<Held>): void {
  if (reason === 'error' || reason === 'asked') {
    const list = reason === 'error' ? group.errors : group.asked;
    list.push(entry);
    entry.remove = () => list.splice(list.indexOf(entry), 1);
  } else if (reason === 'slow') {
    group.slow = entry;
    group.slowestMs = entry.durationMs; // stays when it has to go: a quicker one is not the slowest
    entry.remove = () => {
      group.slow = undefined;
    };
  } else {
    group.random = entry;
    entry.remove = () => {
      group.random = undefined;
      group.randomIsLost = true;
    };
  }
}

function pick<Held>(group: Group<Held>, picked: Picked<Held>[]): void {
  const certain = (kept: KeepReason, entry: Entry<Held>) =>
    picked.push({ held: entry.held, kept, keepRate: 1 });
  for (const entry of group.errors) certain('error', entry);
  if (group.slow) certain('slow', group.slow);
  for (const entry of group.asked) certain('asked', entry);
  if (!group.random) return;
  picked.push({ held: group.random.held, kept: 'random', keepRate: 1 / group.others });
}
