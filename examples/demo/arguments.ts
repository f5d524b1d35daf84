import { parseArgs } from 'node:util';
import type { HostVersion } from '../../tests/host/meteor/versions';
import { type BackendName, backendNames } from './backends';
import { type DestinationName, destinationNames } from './destinations';
import { type ScenarioName, scenarioNames } from './scenarios';

const hostVersions = [
  '3.0.4',
  '3.1.2',
  '3.3.2',
  '3.4.1',
  '3.5',
] as const satisfies readonly HostVersion[];

export interface DemoArguments {
  /** How long the bots run; absent means until Ctrl-C. */
  readonly seconds: number | undefined;
  readonly json: boolean;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly bots: number;
  readonly version: HostVersion;
  readonly driver: Driver;
  readonly scenario: ScenarioName;
  /** Where figures are kept and read; `mongo` takes MONGO_URL. */
  readonly backend: BackendName;
  /** Where batches go besides. */
  readonly sink: DestinationName | undefined;
  readonly help: boolean;
}

const drivers = ['polling', 'oplog', 'changeStreams'] as const;

type Driver = (typeof drivers)[number];

/** Arguments that cannot be used; the message says what is accepted. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
}

export const usage = `Usage: npm run demo -- [options]

  --seconds N    run for N seconds, then print the figures (default: until Ctrl-C)
  --json         print the figures as one JSON object, and no table
  --port N       port of the app (default: any free one)
  --bots N       number of bots, 1 to 100 (default: 6)
  --version V    Meteor version the host imitates: ${hostVersions.join(', ')} (default: 3.3.2)
  --driver D     driver of the live queries: ${drivers.join(', ')} (default: oplog)
  --scenario S   problem to plant: ${scenarioNames.join(', ')} (default: healthy)
  --backend B    where figures are kept and read: ${backendNames.join(', ')} (default: memory)
  --sink S       where they go besides: ${destinationNames.join(', ')} (default: nowhere)
  --help         print this
`;

/** @throws {ArgumentError} */
export function parseArguments(argv: readonly string[]): DemoArguments {
  const values = parsed(argv);
  const version = oneOf('version', values.version ?? '3.3.2', hostVersions);
  const driver = oneOf('driver', values.driver ?? 'oplog', drivers);
  if (driver === 'changeStreams' && version !== '3.5') {
    throw new ArgumentError(`--driver changeStreams takes --version 3.5, not "${version}"`);
  }
  return {
    seconds:
      values.seconds === undefined ? undefined : number('seconds', values.seconds, 1, 86_400),
    json: values.json ?? false,
    port: number('port', values.port ?? '0', 0, 65_535),
    bots: number('bots', values.bots ?? '6', 1, 100),
    version,
    driver,
    scenario: oneOf('scenario', values.scenario ?? 'healthy', scenarioNames),
    backend: oneOf('backend', values.backend ?? 'memory', backendNames),
    sink: values.sink === undefined ? undefined : oneOf('sink', values.sink, destinationNames),
    help: values.help ?? false,
  };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        seconds: { type: 'string' },
        json: { type: 'boolean' },
        port: { type: 'string' },
        bots: { type: 'string' },
        version: { type: 'string' },
        driver: { type: 'string' },
        scenario: { type: 'string' },
        backend: { type: 'string' },
        sink: { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new ArgumentError(error instanceof Error ? error.message : String(error));
  }
}

function number(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < min || value > max) {
    throw new ArgumentError(`--${name} takes a whole number from ${min} to ${max}, not "${text}"`);
  }
  return value;
}

function oneOf<Value extends string>(
  name: string,
  text: string,
  accepted: readonly Value[],
): Value {
  const value = accepted.find((candidate) => candidate === text);
  if (value === undefined) {
    throw new ArgumentError(`--${name} takes one of ${accepted.join(', ')}, not "${text}"`);
  }
  return value;
}
