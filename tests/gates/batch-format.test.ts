import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Batch } from '../../common/batch';
import { dropReasons } from '../../common/drops';
import { type HistogramState, quantile } from '../../common/histogram';
import { metricDefinition } from '../../common/metrics';
import { memorySink } from '../../server/sinks/memory';
import { aFullLogEntry } from '../support/a-log-entry';
import { aFullTrace } from '../support/a-trace';
import { aFullErrorEntry } from '../support/an-error-entry';
import { everyEvent } from '../support/an-event';
import { aFullObserver, aHistogram } from '../support/an-observer';
import { batchesOfAnApp } from './batches-of-an-app';

const root = join(__dirname, '../..');
const page = readFileSync(join(root, 'docs/batch-format.md'), 'utf8');

const block = (language: string) =>
  new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(page)?.[1] ?? '';
const example = JSON.parse(block('json')) as Batch;
const program = block('python');
const [, printed] = /it prints `(.*?)`/.exec(page) ?? [];
const values = [9.8, 10, 10.1, 10.4, 10.4, 11, 11.7, 12.9];

/** Fields whose own fields are named by the app, by kinds or by reasons. */
const free = new Set([
  ...['dims', 'drops', 'attributes', 'args', 'beyond'],
  ...['context', 'properties', 'traits', 'integrations'],
]);

/** Names of all fields, but not those of dimensions, reasons and the like. */
function fieldsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(fieldsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    free.has(name) ? [name] : [name, ...fieldsOf(inner)],
  );
}

function namedFields(): Set<string> {
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  const firstCells = rows.map((row) => row.split('|')[1] ?? '');
  return new Set(firstCells.join().match(/(?<=`)[\w-]+(?=`)/g));
}

const histogramOf = (batch: Batch): HistogramState => {
  const series = batch.series.find(({ kind }) => kind === 'histogram');
  if (series?.kind !== 'histogram') throw new TypeError('no histogram');
  return series.value;
};

describe('the page of the batch format', () => {
  const named = namedFields();
  // Told in the row of `owner`.
  const ofOwner = ['kind', 'name'];
  const isNamed = (field: string) => named.has(field) || ofOwner.includes(field);

  it('names every field of the batches of a running app', async () => {
    const batches = await batchesOfAnApp();

    const unnamed = fieldsOf(batches).filter((field) => !isNamed(field));

    expect([...new Set(unnamed)]).to.deep.equal([]);
    expect(batches.some(({ observers }) => observers !== undefined)).to.equal(true);
    expect(batches.some(({ series }) => series.some(({ kind }) => kind === 'histogram'))).to.equal(
      true,
    );
  });

  it('names every field that an entry of an observer can have', () => {
    expect(fieldsOf(aFullObserver()).filter((field) => !isNamed(field))).to.deep.equal([]);
  });

  it('names every field that a trace, an error, a line and an event can have', () => {
    const full = [aFullTrace(), aFullErrorEntry(), aFullLogEntry(), ...everyEvent()];

    expect(fieldsOf(full).filter((field) => !isNamed(field))).to.deep.equal([]);
  });

  it('names no field that its example does not have, but those that may be absent', () => {
    const reasons = reasonsOfDrops();
    const shown = new Set(fieldsOf(example));

    const missing = [...named].filter((name) => !shown.has(name) && !reasons.includes(name));

    expect(missing).to.have.members([
      ...['driverReason', 'lifetime', 'poll'],
      ...['category', 'traits', 'groupId', 'previousId'],
    ]);
  });

  it('names every reason of drops', () => {
    const reasons = reasonsOfDrops();

    expect(reasons.length).to.be.greaterThan(5);
    expect(reasons.filter((reason) => !named.has(reason))).to.deep.equal([]);
  });

  it('shows a batch that Radiant itself takes', async () => {
    const sink = memorySink({ now: () => example.to });
    await sink.write(example, new AbortController().signal);
    const range = { from: example.from, to: example.to };

    const { windows } = await sink.reader.observers(range);
    const p50 = await sink.reader.read({ metric: 'method.run', stat: 'p50', ...range });

    expect(windows[0]?.observers).to.deep.equal(example.observers);
    expect(windows[0]?.coverage).to.deep.equal(example.coverage);
    const { reader } = sink;
    const [{ traces }, { errors }, { logs }] = [
      await reader.traces(range),
      await reader.errors(range),
      await reader.logs(range),
    ];
    expect([traces[0], logs[0]]).to.deep.equal([
      { ...example.traces?.[0], resource: example.resource },
      { ...example.logs?.[0], resource: example.resource },
    ]);
    const { events } = await reader.events(range);
    const newest = [...(example.events ?? [])].reverse();
    expect(events).to.deep.equal(newest.map((one) => ({ ...one, resource: example.resource })));
    expect(errors[0]).to.include({ group: example.errors?.[0]?.group, count: 3 });
    expect(p50.rows[0]?.points[0]?.[1]).to.be.closeTo(10.47, 0.005);
  });

  it('shows series as the catalogue has them', () => {
    for (const { metric, kind, unit, dims } of example.series) {
      const definition = metricDefinition(metric);

      expect(definition).to.include({ kind, unit });
      expect(Object.keys(dims)).to.have.members([...(definition?.dims ?? [])]);
    }
  });

  it('counts the values it names into the histogram it shows', () => {
    expect(histogramOf(example)).to.deep.equal(aHistogram('duration', values));
    expect(example.observers?.[0]?.initialQuery).to.deep.equal(aHistogram('duration', [2, 3.5]));
  });

  it('says what percentiles are read from it, and between what the median lies', () => {
    const read = [0.25, 0.5, 0.75, 0.95].map((q) => quantile(histogramOf(example), q)?.toFixed(2));

    expect(printed).to.equal(`method.run ${read.join(' ')}`);
    expect(page).to.include('runs from 10.35 to 10.58');
  });

  it('has a program that prints them, in ten lines or little more', () => {
    const python = spawnSync('python3', ['-c', program], {
      input: block('json'),
      encoding: 'utf8',
    });
    if (python.error) {
      process.stdout.write('      python3 is not here: the program of the page was not run\n');
      return;
    }

    expect(python.stderr).to.equal('');
    expect(python.stdout.trim()).to.equal(printed);
    expect(program.split('\n').filter((line) => line.startsWith('    '))).to.have.length(10);
  });

  it('has a program that reads percentiles as Radiant does', () => {
    const states = [
      aHistogram('duration', [5]),
      aHistogram('duration', [0, 0, 0, 7]),
      aHistogram('size', [1, 2, 3, 1_000_000]),
      aHistogram('lifetime', [1, 86_400_000, 5_000, 70_000]),
      aHistogram('duration', values),
    ];
    const series = states.map((value) => ({ metric: 'x', kind: 'histogram', value }));
    const input = JSON.stringify({ series });
    const python = spawnSync('python3', ['-c', program], { input, encoding: 'utf8' });
    if (python.error) return;

    const expected = states.map((state) => {
      const read = [0.25, 0.5, 0.75, 0.95].map((q) => quantile(state, q)?.toFixed(2));
      return `x ${read.join(' ')}`;
    });

    expect(python.stdout.trim().split('\n')).to.deep.equal(expected);
  });
});

function reasonsOfDrops(): string[] {
  return Object.keys(dropReasons);
}
