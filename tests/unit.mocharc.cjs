const { readdirSync } = require('node:fs');

// What takes long comes first, or the end would be one process at work and the others idle.
const first = [
  'tests/server/sinks/clickhouse.test.ts',
  'tests/host/replay.test.ts',
  'tests/server/sinks/clickhouse/same-as-memory.test.ts',
  'tests/server/agent-mongo.test.ts',
  'tests/host/ddp-spec.test.ts',
  'tests/server/sinks/clickhouse/same-events.test.ts',
  'tests/transparency/transparency.test.ts',
  'tests/server/sinks/clickhouse/stored-once.test.ts',
];
const elsewhere = /^tests\/(e2e|browser|load-truth)\/|\.heap\.test\.ts$/; // have scripts of their own
const rest = readdirSync('tests', { recursive: true })
  .map((path) => `tests/${path.replaceAll('\\', '/')}`)
  .filter((path) => path.endsWith('.test.ts') && !elsewhere.test(path) && !first.includes(path))
  .sort();

module.exports = {
  ...require('../.mocharc.json'),
  spec: [...first, ...rest],
  parallel: true,
  timeout: 20_000, // side by side, what takes a second alone may take ten
  jobs: 3, // some of them wait for what is not the processor
};
