import { ArgumentError, type DemoArguments, parseArguments, usage } from './arguments';
import { BackendError, backends } from './backends';
import { startBots } from './bots';
import { destinations } from './destinations';
import { type Figures, readFigures } from './figures';
import { nextFlush } from './flush';
import { startLiveTable } from './live-table';
import { readLoadFigures } from './load-figures';
import { createQuery } from './query';
import { buildReport } from './report';
import { scenarios } from './scenarios';
import { startApp } from './start-app';
import { tableLines } from './table';

const FLUSH_INTERVAL_MS = 1_000;
const FLUSH_DEADLINE_MS = 10_000;

/** Runs the app and the bots until the time is up or Ctrl-C, and shows what Radiant says. */
async function demo(options: DemoArguments): Promise<void> {
  const { version, driver, port, scenario, backend, sink } = options;
  const kept = await backends[backend]();
  const destination = sink === undefined ? undefined : await destinations[sink]();
  const startedAt = Date.now();
  const app = await startApp({
    version,
    driver,
    scenario,
    port,
    development: true,
    client: true,
    settings: {
      radiant: {
        service: 'todos',
        flushIntervalMs: FLUSH_INTERVAL_MS,
        ...kept.settings,
        ...destination?.settings,
      },
    },
  });
  try {
    await destination?.appStarted?.(app);
    const query = createQuery({ url: app.url });
    note(options, `The app runs at ${app.url}; open it in a browser to use it, too`);
    const bots = await startBots(app.url, options.bots, { scenario: scenarios[scenario] });
    const title = `${app.url}  (the last minute; Ctrl-C ends)`;
    const table = options.json
      ? undefined
      : startLiveTable({ query, title, terminal: process.stdout });
    await Promise.race([app.crashed, bots.failed, theEnd(options.seconds)]);
    await table?.stop();
    // Observers are told while they are in use: they end with the bots' work.
    const load = await readLoadFigures(query, { from: startedAt });
    await bots.stop();

    if (options.json || options.seconds !== undefined) {
      await nextFlush(query, { deadlineMs: FLUSH_DEADLINE_MS });
      const figures = { ...(await readFigures(query, { from: startedAt })), load };
      const report = {
        backend,
        ...buildReport(figures, bots.sent(), scenarios[scenario]),
        ...(destination ? { [`${sink}Calls`]: await destination.calls(callsIn(figures)) } : {}),
      };
      print(options.json ? JSON.stringify(report, undefined, 2) : lastTable(figures));
    } else {
      print('');
    }
    await bots.close();
  } finally {
    await app.stop();
    await destination?.stop();
    await kept.stop();
  }
}

/** Resolves when the time is up or at the first Ctrl-C; a second one ends the process at once. */
function theEnd(seconds: number | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (seconds !== undefined) setTimeout(resolve, seconds * 1_000).unref();
    process.once('SIGINT', () => {
      process.once('SIGINT', () => process.exit(130));
      resolve();
    });
  });
}

function callsIn({ methods }: Figures): number {
  return Object.values(methods).reduce((sum, { calls }) => sum + calls, 0);
}

function lastTable(figures: Figures): string {
  return tableLines(figures, Number.POSITIVE_INFINITY).join('\n');
}

function note({ json }: DemoArguments, text: string): void {
  (json ? process.stderr : process.stdout).write(`${text}\n`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function main(argv: readonly string[]): Promise<number> {
  try {
    const options = parseArguments(argv);
    if (options.help) print(usage);
    else await demo(options);
    return 0;
  } catch (error) {
    if (error instanceof BackendError) {
      process.stderr.write(`${error.message}\n`);
      return 2;
    }
    if (error instanceof ArgumentError) {
      process.stderr.write(`${error.message}\n\n${usage}`);
      return 2;
    }
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return 1;
  }
}

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
