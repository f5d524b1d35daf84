import { kills } from './kills';
import { isSlower, type Latency, measureLatency } from './latency';
import type { Place } from './place';
import { places } from './places';
import { restarts } from './restart';
import { runFault, type Scenario } from './run-fault';
import { header, outcomeRow, restartRow } from './table';
import { wrongs } from './verdict';

/**
 * The fault lab: every sink against a backend that breaks in every way that it
 * can, for ten minutes of a hand-wound clock, and then is well again. Prints
 * what came of it and exits with 1 when something is lost or stored twice that
 * had room, a loss is not counted, memory grows beyond its bound, or the app
 * gets slower. Arguments run the rows that contain one of them, `--not` before
 * them all others.
 */
async function main(words: readonly string[]): Promise<void> {
  const isWanted = wantedBy(words);
  process.stdout.write(`${header()}\n`);
  let failures = 0;
  const tell = (row: string, wrong: readonly string[]) => {
    process.stdout.write(`${row}\n`);
    for (const text of wrong) process.stdout.write(`    WRONG: ${text}\n`);
    failures += wrong.length;
  };
  for (const scenario of await scenariosOf(isWanted)) {
    const outcome = await runFault(scenario);
    const latency = await latencyOf(scenario);
    const slower = latency && isSlower(latency) ? ['the app gets slower'] : [];
    tell(outcomeRow(nameOf(scenario), outcome, latency), [...wrongs(outcome), ...slower]);
  }
  if (isWanted('restart SIGTERM')) {
    for (const one of await restarts()) tell(restartRow(one), one.wrong);
  }
  if (isWanted('mongo, SIGKILL of mongod')) {
    for (const one of await kills()) tell(restartRow(one), one.wrong);
  }
  process.stdout.write(failures === 0 ? 'as promised\n' : `${failures} promises are broken\n`);
  process.exit(failures === 0 ? 0 : 1); // an engine that a sink loaded may hold the process
}

function wantedBy([first, ...rest]: readonly string[]): (name: string) => boolean {
  if (first === undefined) return () => true;
  if (first === '--not') return (name) => !rest.some((word) => name.includes(word));
  return (name) => [first, ...rest].some((word) => name.includes(word));
}

/** Those that are wanted, of places that are on this machine. */
async function scenariosOf(isWanted: (name: string) => boolean): Promise<readonly Scenario[]> {
  const found = scenarios().filter((one) => isWanted(nameOf(one)));
  const there: Place[] = [];
  for (const place of new Set(found.map((one) => one.place))) {
    if (!place.isThere || (await place.isThere())) there.push(place);
  }
  return found.filter(({ place }) => there.includes(place));
}

function scenarios(): readonly Scenario[] {
  const usual = { room: 'enough', processes: 1 } as const;
  return places.flatMap((place): Scenario[] => [
    { ...usual, place, fault: undefined },
    ...place.faults.map((fault) => ({ ...usual, place, fault })),
    ...(place.faults.includes('refuses')
      ? (['little', 'disk', 'full disk'] as const).map(
          (room): Scenario => ({ place, fault: 'refuses', room, processes: 1 }),
        )
      : []),
    ...(place.isShared
      ? [{ place, fault: 'answer lost', room: 'enough', processes: 2 } as const]
      : []),
  ]);
}

function nameOf({ place, fault, room, processes }: Scenario): string {
  const words = [
    place.name,
    fault ?? 'well',
    ...(room === 'enough' ? [] : [roomNames[room]]),
    ...(processes > 1 ? [`${processes} processes`] : []),
  ];
  return words.join(', ');
}

const roomNames = { little: 'no room', disk: 'spills', 'full disk': 'disk full too' } as const;

/** Only once of each fault; the machine has others to serve, so it has three tries. */
async function latencyOf({
  place,
  fault,
  room,
  processes,
}: Scenario): Promise<Latency | undefined> {
  if (!fault || room !== 'enough' || processes > 1) return undefined;
  let latency = await measureLatency(place, fault);
  for (let again = 0; again < 2 && isSlower(latency); again++) {
    latency = await measureLatency(place, fault);
  }
  return latency;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
