import { readFileSync } from 'node:fs';
import { compileFunction } from 'node:vm';
import { createHost } from '../host/host';
import { busySince, moment } from './busy-clock';

/**
 * Loads the package into an app, as Meteor's boot does, and prints how long
 * that took until the agent runs, and what of npm came with it.
 */
const [file = ''] = process.argv.slice(2);
const { Package, modules, close } = createHost({ version: '3.5', driver: 'oplog', log: () => {} });
const packages = () =>
  Object.keys(require.cache).flatMap(
    (path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? [],
  );
const before = new Set(packages());

const then = moment();
const module = {
  exports: {} as { Radiant?: { status(): { running: boolean }; stop(): Promise<void> } },
};
const free = {
  require: (id: string): unknown => (id.startsWith('meteor/') ? modules[id] : require(id)),
  module,
  exports: module.exports,
  Package,
};
const code = compileFunction(readFileSync(file, 'utf8'), Object.keys(free));
const compiledMs = busySince(then);
code(...Object.values(free));
const tookMs = busySince(then);

const { Radiant } = module.exports;
const loaded = [...new Set(packages())].filter((name) => !before.has(name)).sort();
process.stdout.write(
  JSON.stringify({ compiledMs, tookMs, running: Radiant?.status().running, loaded }),
);
void Radiant?.stop()
  .then(close)
  .then(() => process.exit());
