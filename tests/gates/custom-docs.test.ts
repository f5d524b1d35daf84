import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { createCustomApi } from '../../server/custom/custom-api';
import { createRecording } from '../../server/custom/recording';
import { createJobApi } from '../../server/job-api';
import { fakeRecorder } from '../support/fake-recorder';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'custom-metrics.md'), 'utf8');
const blocks = [...page.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code ?? '');

const AsyncFunction = (async () => undefined).constructor as new (
  ...args: string[]
) => (...args: unknown[]) => Promise<unknown>;

describe('docs/custom-metrics.md', () => {
  it('shows code that runs', async () => {
    const { recorder, collect, samples, sightings, drops } = fakeRecorder();
    const recording = createRecording();
    recording.attach(recorder);
    const reads: unknown[] = [];
    const ran: string[] = [];
    const given = {
      Radiant: {
        ...createCustomApi(recording),
        ...createJobApi(() => undefined),
        read: async (query: unknown) => reads.push(query) && { rows: [] },
      },
      openSockets: new Set([1]),
      loadRows: async () => [1],
      render: (rows: number[]) => ran.push(`render ${rows.length}`),
      removeOldOrders: async () => ran.push('cleanup'),
      every: (_interval: string, run: () => unknown) => run(),
      importRows: () => {
        throw new Error('line 3');
      },
    };

    for (const block of blocks) {
      await new AsyncFunction(...Object.keys(given), block)(...Object.values(given));
    }
    collect();

    const told = samples.flatMap((sample) =>
      sample.kind === 'metric'
        ? [`${sample.metric} ${sample.dims.name} ${sample.dims.labels}`]
        : [],
    );
    expect(told.sort()).to.deep.equal([
      'app.bytes upload ',
      'app.counter orders shop=berlin',
      'app.duration report.build ',
      'app.duration report.rows ',
      'app.gauge queue.depth ',
      'app.gauge sockets ',
    ]);
    expect(ran).to.deep.equal(['render 1', 'cleanup', 'cleanup']);
    expect(reads).to.have.length(1);
    expect(sightings.map(({ name }) => name)).to.deep.equal(['import']);
    expect(drops).to.deep.equal({});
  });
});
