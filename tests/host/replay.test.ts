import { expect } from 'chai';
import { differences } from './replay/compare';
import { runScenario } from './replay/run-scenario';
import {
  type RecordedDriver,
  type RecordedVersion,
  type Run,
  type Scenario,
  scenarios,
} from './replay/scenario';

const VERSIONS: RecordedVersion[] = ['3.0.4', '3.3.2'];
const DRIVERS: RecordedDriver[] = ['polling', 'oplog'];
const AT_ONCE = 6;
const AGAIN = 3;

for (const version of VERSIONS) {
  for (const driver of DRIVERS) {
    describe(`the host as Meteor ${version} with ${driver}`, () => {
      const recordings = scenarios(version, driver);
      let runs: Map<string, Run>;

      // Scripts consist of waiting, so they are played side by side.
      before(async function () {
        this.timeout(180_000);
        runs = await playAll(recordings, version, driver);
      });

      for (const recording of recordings) {
        it(`does in ${recording.scenario} what Meteor did`, async function () {
          this.timeout(60_000);
          let found = differences(recording, runs.get(recording.scenario) as Run);
          // How polls fall between writes hangs on real timers: what differed is played by itself.
          for (let again = 0; again < AGAIN && found.length > 0; again += 1) {
            found = differences(recording, await runScenario(recording, version, driver));
          }

          expect(found.join('\n\n')).to.equal('');
        });
      }
    });
  }
}

async function playAll(
  recordings: readonly Scenario[],
  version: RecordedVersion,
  driver: RecordedDriver,
): Promise<Map<string, Run>> {
  const runs = new Map<string, Run>();
  const waiting = [...recordings];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      runs.set(next.scenario, await runScenario(next, version, driver));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return runs;
}
