import { parseArgs } from 'node:util';
import { runSoak } from './run-soak';
import { verdictLines } from './table';
import { canTell, wrongs } from './verdict';

const usage = `Usage: npm run soak -- [options]

  --minutes N    for how long, from 1 to 10000 (default: 3)
  --plant-leak   keep some 200 bytes of each session in the app with Radiant, which has to be found
`;

const print = (line: string) => process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { minutes: { type: 'string', default: '3' }, 'plant-leak': { type: 'boolean' } },
  });
  const minutes = Number(values.minutes);
  if (!(minutes >= 1 && minutes <= 10_000)) {
    process.stderr.write(usage);
    return 2;
  }
  const { samples, tally } = await runSoak({
    minutes,
    leak: values['plant-leak'] ?? false,
    print,
  });
  for (const line of verdictLines(samples, tally)) print(line);
  const wrong = wrongs(samples, tally);
  for (const text of wrong) print(`WRONG: ${text}`);
  if (!canTell(samples)) print('UNSURE: too little happened to find a growth of twice the limit');
  print(wrong.length > 0 ? 'not as promised' : 'steady');
  return wrong.length > 0 ? 1 : 0;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  },
);
