import { type Chains, chainsOf, countsOf, skeletonOf } from './chains';
import { clientsOf, normalized, received } from './normalize';
import { isNumberOpen, isOrderOpen } from './open-order';
import type { Run, Scenario } from './scenario';

const NEIGHBOURS = 3;

/** What differs between a recording and the run of the same script; nothing when the host is right. */
export function differences(recording: Scenario, run: Run): string[] {
  const want = normalized(recording);
  const got = normalized(run);
  return [
    ...differencesOfFrames(want, got),
    ...differencesOfCalls(want, got),
    ...differenceOf('what Meteor.callAsync gave', valuesOf(want), valuesOf(got)),
    ...differenceOf(
      'what is left over',
      [JSON.stringify(want.afterwards)],
      [JSON.stringify(got.afterwards)],
    ),
  ];
}

/** Frames come in order; where that is open, the documents among them come as a set. */
function differencesOfFrames(want: Scenario, got: Run): string[] {
  const open = isOrderOpen(want.scenario, want.driver);
  return clientsOf(want).flatMap((client) => {
    const frames = received(want, client);
    const found = received(got, client);
    const what = `frames of client ${client}`;
    if (!open) return differenceOf(what, frames, found);
    return [
      ...differenceOf(what, [...frames].sort(), [...found].sort()),
      ...differenceOf(what, frames.filter(isControl), found.filter(isControl)),
    ];
  });
}

function isControl(frame: string): boolean {
  return !/"msg":"(added|changed|removed)"/.test(frame);
}

function differencesOfCalls(want: Scenario, got: Run): string[] {
  if (want.determinism.sameCallOrder && !isOrderOpen(want.scenario, want.driver)) {
    return differencesOfChains(chainsOf(want.calls), chainsOf(got.calls));
  }
  const skeletons = differencesOfChains(skeletonOf(want.calls), skeletonOf(got.calls));
  if (isNumberOpen(want.scenario, want.driver)) return skeletons;
  return [
    ...skeletons,
    ...differenceOf('calls, by number', countsOf(want.calls), countsOf(got.calls)),
  ];
}

function differencesOfChains(want: Chains, got: Chains): string[] {
  const keys = [...new Set([...want.keys(), ...got.keys()])];
  return keys.flatMap((key) =>
    differenceOf(`calls of ${key}`, want.get(key) ?? [], got.get(key) ?? []),
  );
}

function valuesOf({ serverReturns }: Run): string[] {
  return serverReturns.map(({ value, error }) => JSON.stringify({ value, error }));
}

/** The first line that differs, with its neighbours in both. */
function differenceOf(what: string, want: readonly string[], got: readonly string[]): string[] {
  const length = Math.max(want.length, got.length);
  const index = Array.from({ length }, (_, at) => at).find((at) => want[at] !== got[at]);
  if (index === undefined) return [];
  const from = Math.max(0, index - NEIGHBOURS);
  const show = (lines: readonly string[]) =>
    lines
      .slice(from, index + NEIGHBOURS + 1)
      .map((line, at) => `      ${from + at === index ? '>' : ' '} ${line}`)
      .join('\n');
  return [`${what} differ at ${index}\n    recorded:\n${show(want)}\n    host:\n${show(got)}`];
}
