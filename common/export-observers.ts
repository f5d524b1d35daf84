import type { Attributes } from './export-attributes';
import type { ExportName } from './export-names';
import type { ObserverEntry, ObserverKey } from './observer-entry';

type Figure = Exclude<keyof ObserverEntry, keyof ObserverKey | 'driverReason'>;

export interface ObserverExport {
  readonly figure: Figure;
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly name: string;
  readonly unit: ExportName['unit'];
  /** 0.001 for milliseconds, which become seconds; else 1. */
  readonly factor: number;
  readonly attributes?: Attributes;
  readonly help: string;
}

const gauge = (figure: Figure, part: string, unit: ExportName['unit'], help: string) =>
  ({ figure, kind: 'gauge', name: `meteor.observer.${part}`, unit, factor: 1, help }) as const;
const counter = (figure: Figure, part: string, unit: ExportName['unit'], help: string) =>
  ({ figure, kind: 'counter', name: `meteor.observer.${part}`, unit, factor: 1, help }) as const;
const seconds = (figure: Figure, part: string, help: string) =>
  ({
    figure,
    kind: 'histogram',
    name: `meteor.observer.${part}`,
    unit: 's',
    factor: 0.001,
    help,
  }) as const;
const change = (figure: 'added' | 'changed' | 'removed') => ({
  ...counter(figure, 'changes', '{change}', 'Live changes that observers were told.'),
  attributes: { 'meteor.ddp.action': figure },
});

/** What is told of each observer entry. */
export const observerExports: readonly ObserverExport[] = [
  gauge('handles', 'handles', '{handle}', 'Live observeChanges handles.'),
  gauge(
    'multiplexers',
    'multiplexers',
    '{multiplexer}',
    'Live multiplexers, shared out by handles.',
  ),
  gauge(
    'duplicates',
    'duplicates',
    '{multiplexer}',
    'Multiplexers beyond the first for one query.',
  ),
  gauge('orphans', 'orphans', '{handle}', 'Handles of a publication whose subscription is gone.'),
  { ...gauge('oldestMs', 'oldest.age', 's', 'Age of the oldest live handle.'), factor: 0.001 },
  counter('created', 'created', '{handle}', 'Handles that got a new multiplexer.'),
  counter('reused', 'reused', '{handle}', 'Handles that joined a multiplexer that was there.'),
  counter('stopped', 'stopped', '{handle}', 'Handles that ended.'),
  counter('evaluations', 'evaluations', '{evaluation}', 'Times a driver looked at a mutation.'),
  counter('useful', 'useful', '{evaluation}', 'Evaluations that changed what the query gives.'),
  {
    ...counter('cpuMs', 'cpu.time', 's', 'Synchronous time of evaluations and fan-out.'),
    factor: 0.001,
  },
  counter('fanout', 'fanout', '{call}', 'Callbacks called on handles for live changes.'),
  change('added'),
  change('changed'),
  change('removed'),
  counter('initialDocs', 'initial.documents', '{document}', 'Documents of initial queries.'),
  counter('polls', 'polls', '{poll}', 'Times a query was run again to look for changes.'),
  counter('polledDocs', 'polled.documents', '{document}', 'Documents that polls read.'),
  counter(
    'fetches',
    'fetches',
    '{fetch}',
    'Documents or queries fetched again to decide on a change.',
  ),
  seconds('initialQuery', 'initial_query.duration', 'From opening a multiplexer to its documents.'),
  seconds('lifetime', 'lifetime', 'Of the handles that ended.'),
  seconds('poll', 'poll.duration', 'Of each poll.'),
];

/** What tells observer entries apart. */
export function observerAttributes({ owner, collection, shape, driver }: ObserverKey): Attributes {
  return {
    'meteor.owner.kind': owner.kind,
    ...(owner.name ? { 'meteor.owner.name': owner.name } : {}),
    'db.collection.name': collection,
    'meteor.query.shape': shape,
    'meteor.observer.driver': driver,
  };
}
