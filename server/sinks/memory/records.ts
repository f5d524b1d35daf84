import type { Batch } from '../../../common/batch';
import type { Sliced } from '../../../common/in-slices';
import type { Resource } from '../../../common/resource';
import { createErrorTable, type ErrorTable } from './error-table';
import {
  createJournal,
  type Journal,
  type JournalRecord,
  packRecords,
  recordsBytes,
} from './journal';
import { errorsBytes, type PackedError, packErrors } from './known-errors';

/** What is kept one by one: traces, errors, lines of the log, analytics events. */
export interface Records {
  readonly traces: Journal;
  readonly errors: ErrorTable;
  readonly logs: Journal;
  readonly events: Journal;
  /** Begin of the first batch, in epoch ms. */
  readonly since: number | undefined;
  /** Takes what a batch has, all at once, and forgets the oldest where a sort outgrows its share. */
  add(packed: PackedRecords, nowMs: number): void;
  /** What is kept at most once these are added. */
  sizeWith(packed: PackedRecords): number;
  readonly sizeBytes: number;
}

/** What one batch has of them. */
export interface PackedRecords {
  readonly resource: Resource;
  readonly from: number;
  readonly traces: readonly JournalRecord[];
  readonly errors: readonly PackedError[];
  readonly logs: readonly JournalRecord[];
  readonly events: readonly JournalRecord[];
}

/** At most so much of all that a store may hold; what they do not use is for windows. */
const shares = { traces: 3 / 16, errors: 1 / 16, logs: 1 / 16, events: 4 / 16 } as const;

const sorts = ['traces', 'errors', 'logs', 'events'] as const;
const dayMs = 24 * 60 * 60_000;
/** How many weeks people come back in is asked of events; nothing but their bytes bounds them. */
const reachMs = { traces: dayMs, errors: dayMs, logs: dayMs, events: 31 * dayMs } as const;

export function* packBatchRecords(batch: Batch): Sliced<PackedRecords> {
  const { resource, from, traces = [], logs = [], events = [] } = batch;
  return {
    resource,
    from,
    traces: yield* packRecords(traces, ({ at, durationMs }) => ({ at, durationMs })),
    errors: yield* packErrors(batch),
    logs: yield* packRecords(logs, ({ at }) => ({ at, durationMs: 0 })),
    events: yield* packRecords(events, ({ timestamp }) => {
      return { at: Date.parse(timestamp) || from, durationMs: 0 };
    }),
  };
}

/** Records of a store that may hold `limitBytes` in all. */
export function createRecords(limitBytes: number): Records {
  const [traces, logs, events] = [createJournal(), createJournal(), createJournal()];
  const errors = createErrorTable();
  const kept = { traces, errors, logs, events };
  let since: number | undefined;

  return {
    ...kept,
    get since() {
      return since;
    },
    add(packed, nowMs) {
      since = Math.min(since ?? packed.from, packed.from);
      traces.add(packed.resource, packed.traces);
      errors.add(packed.resource, packed.errors);
      logs.add(packed.resource, packed.logs);
      events.add(packed.resource, packed.events);
      errors.coarsen(nowMs);
      for (const sort of sorts) {
        kept[sort].forgetBefore(nowMs - reachMs[sort]);
        kept[sort].shrink(limitBytes * shares[sort]);
      }
    },
    sizeWith(packed) {
      const added = {
        traces: recordsBytes(packed.traces),
        errors: errorsBytes(packed.errors),
        logs: recordsBytes(packed.logs),
        events: recordsBytes(packed.events),
      };
      return sorts.reduce((sum, sort) => {
        return sum + Math.min(limitBytes * shares[sort], kept[sort].sizeBytes + added[sort]);
      }, 0);
    },
    get sizeBytes() {
      return sorts.reduce((sum, sort) => sum + kept[sort].sizeBytes, 0);
    },
  };
}

/** What an answer says of how far back one sort of them is complete. */
export function keptFrom(
  { since }: Records,
  { forgottenUpTo }: Pick<Journal, 'forgottenUpTo'>,
): { readonly keptFrom?: number } {
  if (since === undefined) return {};
  return { keptFrom: Math.max(since, forgottenUpTo + 1) }; // times are whole milliseconds
}
