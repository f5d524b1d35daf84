import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/**
 * What the client costs: minified for ES2019 and gzipped at level 9, 1 kB is
 * 1,000 bytes. What is loaded by `import()` is measured on its own, Meteor's
 * packages not at all. Fails when a budget is exceeded.
 */
const root = join(__dirname, '../..');

interface Measured {
  readonly name: string;
  readonly bytes: number;
  readonly budget: number | undefined;
}

const at = (path: string) => `export * from ${JSON.stringify(join(root, path))};`;

async function sizeOf(contents: string, without = /^$/): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2019',
    logLevel: 'error',
    plugins: [
      {
        name: 'later',
        setup({ onResolve }) {
          onResolve({ filter: /.*/ }, ({ kind, path }) =>
            kind === 'dynamic-import' || path.startsWith('meteor/') || without.test(path)
              ? { path, external: true }
              : undefined,
          );
        },
      },
    ],
  });
  return outputFiles.reduce(
    (sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length,
    0,
  );
}

const filesIn = (folder: string) =>
  readdirSync(join(root, folder)).filter((name) => name.endsWith('.ts'));

async function main(): Promise<void> {
  const entries: ReadonlyArray<
    readonly [name: string, contents: string, budget?: number, without?: RegExp]
  > = [
    ['core and pages, with the page', at('client/main.ts'), 5_000, /^\.\/meteor-features$/],
    ['with DDP and accounts, with the page', at('client/main.ts'), 6_000],
    ['DDP, vitals, errors, when start-up is over', at('client/late-features.ts'), 4_800],
    ['web-vitals, where vitals are on', `export * from 'web-vitals';`, 3_600],
    ['mask of messages, at the first error', at('common/redact/mask-message.ts')],
    ['delivery, when start-up is over', at('client/analytics/delivery.ts'), 4_000],
    ['plugins, when one is registered', at('client/analytics/plugins.ts')],
    ['leftovers, when there are any', at('client/analytics/claim-leftovers.ts')],
    ['checks of settings, when there are any', at('client/analytics/check-settings.ts')],
    ['rules of pages, when there are any', at('client/analytics/page-rules.ts')],
    ['history, where no browser tells of it', at('client/analytics/watch-history.ts')],
    ['more calls, at the first of them', at('client/analytics/more-calls.ts')],
    ['erasing, when consent is denied', at('client/analytics/erase.ts')],
    ['settings of okgrow:analytics', at('client/okgrow.ts')],
    ...filesIn('client/bridges').map(
      (name) => [`bridge ${name.replace('.ts', '')}`, at(`client/bridges/${name}`), 600] as const,
    ),
  ];
  const measured: Measured[] = [];
  for (const [name, contents, budget, without] of entries) {
    measured.push({ name, bytes: await sizeOf(contents, without), budget });
  }
  for (const { name, bytes, budget } of measured) {
    const limit = budget === undefined ? '' : `of ${kB(budget)}`;
    process.stdout.write(`${name.padEnd(44)}${kB(bytes).padStart(8)} ${limit}\n`);
  }
  const over = measured.filter(({ bytes, budget = Number.POSITIVE_INFINITY }) => bytes > budget);
  if (over.length > 0) {
    process.stdout.write(`over budget: ${over.map(({ name }) => name).join('; ')}\n`);
    process.exitCode = 1;
  }
}

const kB = (bytes: number) => `${(bytes / 1000).toFixed(2)} kB`;

void main();
