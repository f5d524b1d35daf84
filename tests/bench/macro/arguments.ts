import { parseArgs } from 'node:util';

/** What to measure. */
export interface MacroArguments {
  readonly sections: readonly SectionName[];
  /** Fresh processes so often. */
  readonly rounds: number;
  readonly seed: number;
  readonly quick: boolean;
}

export const sectionNames = ['calls', 'sinks', 'memory'] as const;

export type SectionName = (typeof sectionNames)[number];

export const usage = `npm run bench:macro -- [${sectionNames.join('|')} …] [--quick] [--rounds N] [--seed N]`;

/** @throws {Error} naming what came and what is accepted. */
export function parseArguments(args: readonly string[]): MacroArguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { quick: { type: 'boolean' }, rounds: { type: 'string' }, seed: { type: 'string' } },
  });
  const { quick = false, rounds, seed } = values;
  const unknown = positionals.find((name) => !isSection(name));
  if (unknown !== undefined) throw new Error(`"${unknown}" is unknown; ${usage}`);
  const usual: readonly SectionName[] = quick ? ['calls'] : sectionNames;
  return {
    sections: positionals.length > 0 ? positionals.filter(isSection) : usual,
    rounds: wholeNumber('--rounds', rounds) ?? (quick ? 2 : 5),
    seed: wholeNumber('--seed', seed) ?? 1,
    quick,
  };
}

function isSection(name: string): name is SectionName {
  return sectionNames.some((known) => known === name);
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 1_000) return value;
  throw new Error(`${name} takes a number from 1 to 1000, not "${text}"`);
}
