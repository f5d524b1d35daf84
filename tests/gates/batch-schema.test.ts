import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import { expect } from 'chai';
import { eventTypes } from '../../common/analytics/event';
import type { Batch } from '../../common/batch';
import { batchToJson } from '../../common/batch-json';
import { errorSources } from '../../common/error-entry';
import { invocationKinds } from '../../common/invocation';
import { logLevels } from '../../common/log-entry';
import { keepReasons, traceOutcomes } from '../../common/trace';
import { aBatch, aSeries } from '../support/a-batch';
import { aFullLogEntry, aLogEntry } from '../support/a-log-entry';
import { aFullTrace, aSpan, aTrace } from '../support/a-trace';
import { aFullErrorEntry, anErrorEntry } from '../support/an-error-entry';
import { anEvent, everyEvent } from '../support/an-event';
import { aCoverage, aFullObserver, anObserver } from '../support/an-observer';
import { batchesOfAnApp } from './batches-of-an-app';

const docs = join(__dirname, '../../docs');
const schema = JSON.parse(readFileSync(join(docs, 'batch.schema.json'), 'utf8'));
const page = readFileSync(join(docs, 'batch-format.md'), 'utf8');
const [, example = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];

/** The same schema, but no object may have a field that it does not name. */
function closed(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(closed);
  if (typeof part !== 'object' || part === null) return part;
  const fields = Object.entries(part).map(([name, inner]) => [name, closed(inner)]);
  const isOpen = 'required' in part && 'properties' in part && !('additionalProperties' in part);
  return { ...Object.fromEntries(fields), ...(isOpen ? { additionalProperties: false } : {}) };
}

const ajv = new Ajv2020({ allErrors: true });
const accepts = ajv.compile(schema);
const acceptsOnly = ajv.compile(closed(schema) as object);
const faultsOf = (value: unknown, validate = acceptsOnly) =>
  validate(value)
    ? []
    : (validate.errors ?? []).map((fault) => `${fault.instancePath} ${fault.message}`);
const sent = (batch: Batch): unknown => JSON.parse(batchToJson(batch));

/** Every field that there is, and every kind of series. */
const full = () =>
  aBatch({
    from: 10,
    series: [
      aSeries('ddp.connects', {}, 1),
      aSeries('process.cpuShare', {}, 0.5),
      aSeries('method.run', { name: '', origin: 'client' }, [1, 2]),
      aSeries('method.run', { name: 'none', origin: 'client' }, []),
    ],
    observers: [aFullObserver()],
    coverage: [aCoverage()],
    traces: [aFullTrace()],
    errors: [aFullErrorEntry()],
    logs: [aFullLogEntry()],
    events: everyEvent(),
    drops: { 'series-limit': 3 },
  });

describe('the schema of batches', () => {
  it('accepts every batch of a running app, and names all of their fields', async () => {
    const batches = await batchesOfAnApp();

    expect(batches.flatMap((batch) => faultsOf(sent(batch)))).to.deep.equal([]);
    const parts = ['observers', 'coverage', 'traces', 'errors'] as const;
    for (const part of parts) {
      expect(
        batches.some((batch) => batch[part] !== undefined),
        part,
      ).to.equal(true);
    }
  });

  it('accepts a batch with every field, and one with none that may be absent', () => {
    const { evaluations: _, useful: __, ...uncounted } = anObserver();
    const bare = aBatch({
      observers: [uncounted],
      traces: [aTrace({ spans: [aSpan()] })],
      errors: [anErrorEntry()],
      logs: [aLogEntry()],
      events: [anEvent()],
    });

    expect(faultsOf(sent(full()))).to.deep.equal([]);
    expect(faultsOf(sent(bare))).to.deep.equal([]);
    expect(faultsOf(sent(aBatch()))).to.deep.equal([]);
  });

  it('accepts the example of the page', () => {
    expect(faultsOf(JSON.parse(example))).to.deep.equal([]);
  });

  it('accepts fields, metrics, drivers and reasons that came later', () => {
    const later = {
      ...full(),
      more: 1,
      series: [{ ...aSeries('ddp.connects', {}, 1), metric: 'new.metric', note: '' }],
      observers: [{ ...aFullObserver(), driver: 'quantum', more: [] }],
      drops: { 'new-reason': 1 },
    };

    expect(faultsOf(later, accepts)).to.deep.equal([]);
  });

  it('knows the words that the code knows', () => {
    const { trace, error, log, event } = schema.$defs;

    expect(trace.properties.kind.enum).to.have.members([...invocationKinds]);
    expect(trace.properties.outcome.enum).to.have.members([...traceOutcomes]);
    expect(trace.properties.kept.enum).to.have.members([...keepReasons]);
    expect(error.properties.source.enum).to.have.members([...errorSources]);
    expect(log.properties.level.enum).to.have.members([...logLevels]);
    expect(event.properties.type.enum).to.have.members([...eventTypes]);
    expect(log.properties.source.enum).to.have.members([...invocationKinds]);
  });

  type Change = (batch: ReturnType<typeof loose>) => void;
  const loose = () => sent(full()) as Record<string, never> & { traces: never[] };
  const set =
    (path: string, value: unknown): Change =>
    (batch) => {
      const keys = path.split('.');
      const last = keys.pop() ?? '';
      let at: Record<string, unknown> = batch;
      for (const key of keys) at = at[key] as Record<string, unknown>;
      if (value === undefined) delete at[last];
      else at[last] = value;
    };

  const broken: ReadonlyArray<readonly [path: string, value: unknown]> = [
    ['v', 2],
    ['id', ''],
    ['id', undefined],
    ['sequences', [1]],
    ['sequences', [0, 1]],
    ['from', '2026-01-01'],
    ['resource.instance', undefined],
    ['resource.platform', 'moon'],
    ['series', undefined],
    ['series.0.value', '1'],
    ['series.0.value', { count: 1 }],
    ['series.0.kind', 'summary'],
    ['series.0.unit', 's'],
    ['series.0.dims', { name: 1 }],
    ['series.2.value', 3],
    ['series.2.value.buckets', [-1]],
    ['series.2.value.grid', 'linear'],
    ['observers.0.owner', 'tasks'],
    ['observers.0.handles', undefined],
    ['observers.0.cpuMs', -1],
    ['coverage.0.expected', undefined],
    ['traces.0.traceId', 'xyz'],
    ['traces.0.kept', 'lucky'],
    ['traces.0.keepRate', 0],
    ['traces.0.keepRate', 1.5],
    ['traces.0.spans', undefined],
    ['traces.0.around', undefined],
    ['traces.0.spans.0.id', '00f067aa0ba902b'],
    ['traces.0.spans.0.failed', false],
    ['traces.0.spans.1.attributes', { nested: {} }],
    ['traces.0.beyond', { dbs: { count: 1, durationMs: 1 } }],
    ['traces.0.around.blockedBy', { name: 'a' }],
    ['errors.0.count', 0],
    ['errors.0.sample', undefined],
    ['errors.0.source', 'client'],
    ['errors.0.message', 'x'.repeat(501)],
    ['logs.0.level', 'fatal'],
    ['logs.0.message', undefined],
    ['events.0.type', 'click'],
    ['events.0.messageId', ''],
    ['events.0.messageId', 'x'.repeat(100)],
    ['events.0.timestamp', 'yesterday'],
    ['events.0.receivedAt', undefined],
    ['events.0.context', undefined],
    ['events.0.properties', ['a']],
    ['events.1.anonymousId', undefined],
    ['drops', undefined],
    ['drops', { 'buffer-full': '3' }],
  ];

  for (const [path, value] of broken) {
    it(`refuses a batch with ${path} ${value === undefined ? 'absent' : JSON.stringify(value).slice(0, 40)}`, () => {
      const batch = loose();
      set(path, value)(batch);

      expect(faultsOf(batch, accepts)).not.to.deep.equal([]);
    });
  }
});
