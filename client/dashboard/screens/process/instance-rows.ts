import type { ReadAnswer, ReadRow } from '../../../../common/reader';
import type { Resource } from '../../../../common/resource';
import { apiAddress } from '../../data/api';
import { highestBy } from '../../data/row-values';
import { useAnswer } from '../../data/use-answer';
import type { Reads } from '../../data/use-reads';
import { range } from '../../state/range';
import type { ProcessRead } from './process-reads';

/** What is known of a process; what is not is `undefined`. */
export interface InstanceRow {
  readonly resource: Resource;
  readonly cpuShare: number | undefined;
  /** Cores it may use. */
  readonly quota: number | undefined;
  readonly rss: number | undefined;
  readonly memoryLimit: number | undefined;
  readonly heapUsed: number | undefined;
  readonly heapLimit: number | undefined;
  readonly loopBusy: number | undefined;
}

export interface Instances {
  readonly rows: readonly InstanceRow[];
  /** The label of a line by `resource.instance`: the host, and as much of the instance as tells it apart. */
  readonly labelOf: (row: ReadRow) => string;
  /** Where all processes have one and the same. */
  readonly memoryLimit: number | undefined;
}

const key = 'resource.instance';

/** The processes of the range, the one that started last first. */
export function useInstances(reads: Reads<ProcessRead> | undefined): Instances {
  const { from, to } = range.value;
  const { data } = useAnswer<{ resources: readonly Resource[] }>(
    apiAddress('resources', { from, to }),
  );
  const rows = instanceRows(data?.resources ?? [], {
    rss: reads?.rss,
    cpuShare: reads?.cpuShare,
    quota: reads?.quota,
    memoryLimit: reads?.memoryLimit,
    heapUsed: reads?.heapUsed,
    heapLimit: reads?.heapLimit,
    loopBusy: reads?.loopBusy,
  });
  return { rows, labelOf: labelsOf(rows), memoryLimit: commonLimit(rows) };
}

type Figure = Exclude<keyof InstanceRow, 'resource'>;

/** A row for each process that has any of the figures: the filters of the screen let no others through. */
export function instanceRows(
  resources: readonly Resource[],
  answers: Readonly<Record<Figure, ReadAnswer | undefined>>,
): InstanceRow[] {
  const figures = Object.entries(answers).map(
    ([name, answer]) => [name as Figure, highestBy(answer, key)] as const,
  );
  return resources
    .filter(({ instance }) => figures.some(([, values]) => values.has(instance)))
    .map((resource) => ({
      resource,
      ...(Object.fromEntries(
        figures.map(([name, values]) => [name, values.get(resource.instance)]),
      ) as Record<Figure, number | undefined>),
    }));
}

function labelsOf(rows: readonly InstanceRow[]): Instances['labelOf'] {
  const hosts = new Map(rows.map(({ resource }) => [resource.instance, resource.host]));
  return ({ dims }) => {
    const instance = dims[key] ?? '';
    const host = hosts.get(instance);
    return host ? `${host} ${instance.slice(0, 4)}` : instance;
  };
}

function commonLimit(rows: readonly InstanceRow[]): number | undefined {
  const limits = new Set(rows.map(({ memoryLimit }) => memoryLimit));
  return limits.size === 1 ? rows[0]?.memoryLimit : undefined;
}
