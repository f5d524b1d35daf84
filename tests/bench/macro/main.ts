import once from 'lodash/once';
import { parseArguments, type SectionName } from './arguments';
import { type Verdict, verdictText } from './budget';
import { callsSection } from './calls-section';
import { databasesAt } from './databases';
import { memorySection } from './memory-section';
import { startLoad, startReceivers } from './processes';
import type { Section } from './section';
import { sinksSection } from './sinks-section';

const sections: Readonly<Record<SectionName, Section>> = {
  calls: callsSection,
  sinks: sinksSection,
  memory: memorySection,
};

/**
 * The example app under load, with and without Radiant. Exits with 1 when a
 * promise is not kept.
 */
async function main(given: readonly string[]): Promise<void> {
  const options = parseArguments(given);
  const print = (text: string) => process.stdout.write(text);
  const databases = databasesAt(process.env.MONGO_URL);
  const load = startLoad();
  const receivers = once(startReceivers);
  const verdicts: Verdict[] = [];
  try {
    for (const name of options.sections) {
      const parts = { options, load, receivers, mongoUrl: databases.urlFor, print };
      verdicts.push(...(await sections[name](parts)));
    }
  } finally {
    await load.stop();
    if (options.sections.includes('sinks')) await (await receivers()).stop();
    await databases.drop();
  }
  print('\n');
  for (const verdict of verdicts) print(verdictText(verdict));
  if (verdicts.some(({ isKept }) => !isKept)) process.exitCode = 1;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
