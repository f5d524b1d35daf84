import { type Cell, columns, ms, percent } from './columns';
import type { Figures, MethodFigures, ProcessFigures, PublicationFigures } from './figures';
import { loadLines } from './load-lines';

/** The figures as lines of text, at most `width` characters wide. */
export function tableLines(figures: Figures, width: number): string[] {
  return [
    ...methodLines(figures.methods),
    '',
    ...publicationLines(figures.publications),
    '',
    ...loadLines(figures.load),
    '',
    ...processLines(figures.process),
    ...hookLines(figures),
  ].map((line) => line.slice(0, width));
}

function methodLines(methods: Readonly<Record<string, MethodFigures>>): string[] {
  const rows = Object.entries(methods).map(([name, method]): Cell[] => [
    name,
    method.ratePerSecond.toFixed(1),
    ms(method.p50),
    ms(method.p95),
    ms(method.queueP95),
    ms(method.fenceP95),
    method.errors,
    method.denied,
  ]);
  const head = ['method', 'per s', 'p50', 'p95', 'queue p95', 'fence p95', 'errors', 'denied'];
  return columns([head, ...rows]);
}

function publicationLines(publications: Readonly<Record<string, PublicationFigures>>): string[] {
  const rows = Object.entries(publications).map(([name, publication]): Cell[] => [
    name,
    publication.subscribes,
    publication.reruns,
    ms(publication.readyP95),
    publication.docs,
    kilobytes(publication.bytes),
  ]);
  return columns([['publication', 'subs', 'reruns', 'ready p95', 'docs', 'kB'], ...rows]);
}

function processLines(figures: ProcessFigures): string[] {
  return [
    `process  CPU ${percent(figures.cpuShare)}  event loop ${percent(figures.eventLoopUtilization)} busy, ${ms(figures.eventLoopDelayP99)} ms late (p99)`,
    `         memory ${megabytes(figures.rssBytes)} MB, heap ${megabytes(figures.heapUsedBytes)} MB  GC ${ms(figures.gcMs)} ms  sessions ${figures.sessions ?? '-'}`,
  ];
}

function hookLines({ hooks, drops }: Figures): string[] {
  const impaired = Object.entries(hooks).filter(([, state]) => state !== 'ok');
  const dropped = Object.entries(drops).filter(([, count]) => count > 0);
  return [
    ...impaired.map(([name, state]) => `hook ${name} is ${state}`),
    ...dropped.map(([reason, count]) => `dropped ${count}: ${reason}`),
  ];
}

const kilobytes = (bytes: number) => (bytes / 1_000).toFixed(1);
const megabytes = (bytes: number | undefined) =>
  bytes === undefined ? '-' : (bytes / 1_000_000).toFixed(0);
