import type { FindingsReport, ObserversReport } from '../../../common/load-report';
import type { TracesAnswer } from '../../../common/read-traces';
import type { ReadAnswer } from '../../../common/reader';
import type { Status } from '../../../common/status';
import type { Query, RangeParameters, ReadParameters } from '../../../examples/demo/query';

type Row = readonly [name: string, value: number];

/** Answers like the query API: rows by `metric stat [outcome|state]`, nothing for the rest. */
export function fakeQuery(
  rows: Readonly<Record<string, readonly Row[]>>,
  status: Partial<Status> = {},
  load: Partial<ObserversReport & FindingsReport> = {},
  traces: Partial<TracesAnswer> = {},
): Query & { readonly asked: RangeParameters[] } {
  const asked: RangeParameters[] = [];
  const report = async (range: RangeParameters) => {
    asked.push(range);
    return { ...noLoad, ...load };
  };
  return {
    asked,
    async read(parameters) {
      asked.push(parameters);
      const { metric, stat, by, dims = {} } = parameters;
      const words = [metric, stat, dims.origin, dims.outcome, dims.state];
      const found = rows[words.filter((word) => word !== undefined).join(' ')] ?? [];
      return anAnswer(
        parameters,
        found.map(([name, value]) => ({ dims: by ? { name } : {}, points: [[0, value]] })),
      );
    },
    observers: report,
    findings: report,
    async traces(parameters) {
      asked.push(parameters);
      return { from: 0, to: 1, traces: [], more: false, ...traces };
    },
    status: async () => aStatus(status),
  };
}

const noLoad: ObserversReport & FindingsReport = {
  from: 0,
  to: 1,
  wallMs: 0,
  observerCpuMs: 0,
  coverage: { evaluations: 0, expected: 0, collections: {} },
  observers: [],
  findings: [],
};

export function aStatus(part: Partial<Status> = {}): Status {
  return {
    running: true,
    version: '0.1.0',
    resource: {
      service: 'todos',
      environment: 'development',
      release: 'unknown',
      host: 'h',
      instance: 'i',
      pid: 1,
      startedAt: 0,
      meteorRelease: 'METEOR@3.3.2',
      nodeVersion: 'v20.0.0',
      platform: 'bare',
    },
    hooks: {},
    sinks: {},
    drops: {},
    series: 0,
    batches: 0,
    ...part,
  };
}

function anAnswer({ metric, stat }: ReadParameters, rows: ReadAnswer['rows']): ReadAnswer {
  return { metric, stat, unit: 'count', from: 0, to: 1, stepMs: 1, rows };
}
