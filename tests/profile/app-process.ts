import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findInspector, type RunningProfiler, startV8Profiler } from '../../server/cpu/v8-profiler';
import { createHost } from '../host/host';
import { loadServerCode } from '../host/load';

export interface ProfiledOptions {
  readonly intervalUs: number;
  /** Where the profile is written. */
  readonly file: string;
}

/**
 * The process that `npm run profile` forks: the example app on the host. It
 * begins to be profiled at the first message, and ends that at the second.
 */
async function main({ intervalUs, file }: ProfiledOptions): Promise<void> {
  const root = join(__dirname, '..', '..');
  const host = createHost({ version: '3.3.2', driver: 'oplog', env: {}, log: () => undefined });
  await loadServerCode(host, join(root, 'examples/demo/scenarios/healthy.ts'), {
    packages: { 'radiant:agent': join(root, 'server/main.ts') },
  });
  let running: RunningProfiler | undefined;
  process.on('message', async () => {
    if (running) writeFileSync(file, JSON.stringify(await running.stop()));
    else running = await startV8Profiler(findInspector(), intervalUs / 1_000);
    process.send?.('done');
  });
  process.send?.(await host.listen());
}

process.on('SIGINT', () => {});
process.on('disconnect', () => process.exit(0));

main(JSON.parse(process.argv[2] ?? '{}')).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
