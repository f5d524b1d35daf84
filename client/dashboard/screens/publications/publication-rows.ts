import { counted, joinedRows } from '../../data/joined-rows';
import type { Reads } from '../../data/use-reads';
import type { TableRead } from './publication-reads';

/** A publication over the range. What is not known is absent. */
export interface PublicationRow {
  readonly key: string;
  readonly name: string;
  /** Its share of the bytes that publications sent. */
  readonly impact: number | undefined;
  /** How often, by the second. */
  readonly subscribes: number | undefined;
  readonly reruns: number | undefined;
  readonly errors: number | undefined;
  readonly refused: number | undefined;
  readonly initialBytes: number | undefined;
  readonly liveBytes: number | undefined;
  readonly liveMessages: number | undefined;
  /** At a time. */
  readonly active: number | undefined;
  readonly docs: number | undefined;
  readonly docBytes: number | undefined;
  /** Milliseconds. */
  readonly readyP50: number | undefined;
  readonly readyP95: number | undefined;
  readonly lifetime: number | undefined;
  readonly cpu: number | undefined;
  readonly db: number | undefined;
  readonly initialDocs: number | undefined;
  /** Milliseconds of CPU a second, from samples. */
  readonly cpuEstimate: number | undefined;
}

/** A row for each publication. */
export function publicationRows(reads: Reads<TableRead>): PublicationRow[] {
  const joined = joinedRows(reads, ['name']);
  const allBytes = joined.reduce((sum, { values }) => sum + (values.bytes ?? 0), 0);
  return joined.map(({ key, dims: { name = '' }, values }) => ({
    ...{ key, name, subscribes: values.subscribes, active: values.active },
    impact: values.bytes === undefined || !allBytes ? undefined : values.bytes / allBytes,
    reruns: counted(values.reruns, values.subscribes),
    errors: counted(values.errors, values.subscribes),
    refused: counted(values.refused, values.subscribes),
    initialBytes: counted(values['bytes.initial'], values.bytes),
    liveBytes: counted(values['bytes.live'], values.bytes),
    liveMessages: counted(values['messages.live'], values.messages),
    initialDocs: values.initialDocs,
    ...{ docs: values.docs, docBytes: values.docBytes },
    ...{ readyP50: values.p50, readyP95: values.p95, lifetime: values.lifetime },
    ...{ cpu: values.cpu, db: values.db, cpuEstimate: values.cpuEstimate },
  }));
}
