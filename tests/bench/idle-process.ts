import { createHost } from '../host/host';
import { benchAgent } from './bench-agent';

/** An app that nobody calls, for so many seconds: prints the CPU time it took, in per cent of a core. */
const [radiant = 'bare', seconds = '10'] = process.argv.slice(2);
const { Meteor, DDPCommon, close } = createHost({ version: '3.5', log: () => {} });
const meteor = { server: Meteor.server, ddpCommon: DDPCommon };
const instruments = { process: radiant === 'monitored' };
const agent =
  radiant === 'bare' ? undefined : benchAgent(meteor, { cpuSampling: true, instruments });

setTimeout(() => {
  const before = process.cpuUsage();
  const startedAt = performance.now();
  setTimeout(() => {
    const { user, system } = process.cpuUsage(before);
    const share = (user + system) / 10 / (performance.now() - startedAt);
    process.stdout.write(JSON.stringify({ share }));
    void Promise.resolve(agent?.stop())
      .then(close)
      .then(() => process.exit());
  }, Number(seconds) * 1_000);
}, 1_000); // what start-up leaves to do
