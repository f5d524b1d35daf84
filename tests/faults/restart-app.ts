import { createRadiant } from '../../server/radiant';

/** An app that counts, and says how much when it is asked to count no more. */
const { RADIANT_FAULTS_URL: url, RADIANT_FAULTS_SPILL: path } = process.env;

const radiant = createRadiant({
  app: {
    internals: {} as never,
    settings: { enabled: false },
    isDevelopment: false,
    release: 'METEOR@3.3.2',
    gitCommitHash: undefined,
    handlers: undefined,
  },
  env: {},
  process,
  warn: () => undefined,
});
radiant.start({
  enabled: true,
  instruments: { process: false },
  flushIntervalMs: 100,
  ...(url ? { http: { url } } : {}),
  ...(path ? { spill: { path } } : {}),
});

const counter = radiant.counter('lab.windows');
let total = 0;

function count(times: number): void {
  counter.add(times);
  total += times;
}

const busy = setInterval(() => count(1), 3);
setInterval(() => undefined, 1_000);
process.on('message', () => {
  clearInterval(busy);
  count(1_000);
  process.send?.(total);
});
process.send?.('ready');
