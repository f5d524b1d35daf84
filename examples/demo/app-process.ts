import { join } from 'node:path';
import { createHost } from '../../tests/host/host';
import { loadServerCode } from '../../tests/host/load';
import { buildProgram } from '../../tests/host/program/build-program';
import type { AppOptions, AppReady } from './app-options';

/**
 * The process that `startApp` forks: the example app on the test host, with
 * Radiant. It ends when the process that started it does, or says so.
 */
async function main(options: AppOptions): Promise<void> {
  const { version, driver, settings, development, port, scenario = 'healthy' } = options;
  const { client = false, dashboard } = options;
  const root = join(__dirname, '..', '..');
  const host = createHost({ version, driver, settings, development, env: process.env });
  await loadServerCode(host, join(__dirname, 'scenarios', `${scenario}.ts`), {
    packages: { 'radiant:agent': join(root, 'server/main.ts') },
    assetFolders: dashboard ? { 'server/dashboard/static': dashboard } : {},
  });
  if (client) {
    const packages = { 'radiant:agent': join(root, 'client/main.ts') };
    host.serveClient(await buildProgram(join(root, 'examples/todos'), { packages }));
  }
  const { url } = await host.listen(port);
  const ready: AppReady = { url };
  process.send?.(ready);
}

// Ctrl-C reaches the whole process group; the process that started this one decides when to end.
process.on('SIGINT', () => {});
process.on('disconnect', () => process.exit(0));

main(JSON.parse(process.argv[2] ?? '{}')).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
