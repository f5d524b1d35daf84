import { RadiantError } from '../../../common/errors';
import type { Recorder } from '../../../common/recorder';
import type { Undo } from '../../../common/undo';
import { type AgendaTarget, hookAgenda, isAgenda } from './agenda';
import { type BullWorker, hookBullWorker, isBullWorker } from './bullmq';
import type { JobRunner } from './job-runner';
import { hookSyncedCron, isSyncedCron, type SyncedCronTarget } from './synced-cron';

/** Something of a library's that runs jobs of the app. */
export interface JobSource {
  readonly kind: 'agenda' | 'bullmq' | 'syncedCron';
  readonly target: object;
  install(runner: JobRunner, recorder: Recorder): Undo;
}

/**
 * Finds out which library `thing` is of, by what it has.
 *
 * @throws {RadiantError} `jobs-unknown` naming what came and what is accepted.
 */
export function jobSourceOf(thing: unknown): JobSource {
  if (typeof thing === 'object' && thing !== null) {
    const source = sourceOf(thing);
    if (source) return source;
  }
  throw new RadiantError(
    'jobs-unknown',
    `watchJobs() got ${nameOf(thing)}; it takes an Agenda of agenda, a Worker of bullmq with a ` +
      'function for a processor, or SyncedCron of quave:synced-cron. Wrap the jobs of others in Radiant.job(name, fn)',
  );
}

function sourceOf(target: object): JobSource | undefined {
  if (isBullWorker(target)) return source('bullmq', target, hookBullWorker);
  if (isSyncedCron(target)) return source('syncedCron', target, hookSyncedCron);
  if (isAgenda(target)) return source('agenda', target, hookAgenda);
  return undefined;
}

function source<Target extends AgendaTarget | BullWorker | SyncedCronTarget>(
  kind: JobSource['kind'],
  target: Target,
  hook: (target: Target, runner: JobRunner, recorder: Recorder) => Undo,
): JobSource {
  return { kind, target, install: (runner, recorder) => hook(target, runner, recorder) };
}

function nameOf(thing: unknown): string {
  if (typeof thing !== 'object' || thing === null) return thing === null ? 'null' : typeof thing;
  const name = (thing as { constructor?: { name?: unknown } }).constructor?.name;
  return typeof name === 'string' && name !== '' ? `an object of ${name}` : 'an object';
}
