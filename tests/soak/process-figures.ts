import { getHeapCodeStatistics, getHeapStatistics } from 'node:v8';
import type { Drops } from '../../common/drops';
import type { HookState, Status } from '../../common/status';

/** What a process under soak says of itself, after its garbage was collected. */
export interface ProcessFigures {
  /** Without compiled code and what V8 notes of it, which grow for as long as it finds more to optimize. */
  readonly heapBytes: number;
  /** Beside the heap: buffers. */
  readonly externalBytes: number;
  readonly rssBytes: number;
  /** Timers, sockets and other handles that are open. */
  readonly resources: number;
  /** Of the process, on all events. */
  readonly listeners: number;
  /** Errors and rejections that nobody caught, so far. */
  readonly uncaught: readonly string[];
  /** CPU time so far, in milliseconds. */
  readonly cpuMs: number;
  /** Absent in the app without Radiant. */
  readonly radiant: RadiantFigures | undefined;
}

export interface RadiantFigures {
  readonly series: number;
  readonly waitingBytes: number;
  readonly delivered: number;
  readonly drops: Drops;
  /** Those that are not `ok`. */
  readonly impaired: Readonly<Record<string, HookState>>;
}

declare const gc: () => void;

export function processFigures(
  status: Status | undefined,
  uncaught: readonly string[],
): ProcessFigures {
  gc();
  gc(); // what the first one set free may have held on to more
  const { external, rss } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  return {
    heapBytes: heapBytes(),
    externalBytes: external,
    rssBytes: rss,
    resources: process.getActiveResourcesInfo().length,
    listeners: process
      .eventNames()
      .reduce((sum, event) => sum + process.listenerCount(event as string), 0),
    uncaught,
    cpuMs: (user + system) / 1_000,
    radiant: status && radiantFigures(status),
  };
}

function heapBytes(): number {
  const { code_and_metadata_size: code, bytecode_and_metadata_size: bytecode } =
    getHeapCodeStatistics();
  return getHeapStatistics().used_heap_size - code - bytecode;
}

function radiantFigures({ series, sinks, drops, hooks }: Status): RadiantFigures {
  const all = Object.values(sinks);
  const impaired = Object.entries(hooks).filter(([, { state }]) => state !== 'ok');
  return {
    series,
    waitingBytes: all.reduce((sum, { waitingBytes }) => sum + waitingBytes, 0),
    delivered: all.reduce((sum, { delivered }) => sum + delivered, 0),
    drops,
    impaired: Object.fromEntries(impaired.map(([name, { state }]) => [name, state])),
  };
}
