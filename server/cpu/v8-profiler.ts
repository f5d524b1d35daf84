import { RadiantError } from '../../common/errors';
import type { CpuProfile } from './cpu-profile';

/** The part of `node:inspector` that is used. */
export interface InspectorModule {
  readonly Session: new () => InspectorSession;
}

interface InspectorSession {
  connect(): void;
  disconnect(): void;
  post(
    method: string,
    params: object | undefined,
    done: (error: Error | null, result?: object) => void,
  ): void;
}

/** V8's profiler, running. */
export interface RunningProfiler {
  /** Ends it. */
  stop(): Promise<CpuProfile>;
}

/**
 * Node's inspector, which is not loaded before. Undefined where Node was built
 * without it, or is too old to tell (before 20.16).
 */
export function findInspector(): InspectorModule | undefined {
  try {
    return process.getBuiltinModule?.('node:inspector') as InspectorModule | undefined;
  } catch {
    return undefined;
  }
}

/**
 * Starts V8's profiler in a session of its own, beside others that may be open.
 *
 * @throws {RadiantError} (as a rejection) `profile-unavailable`
 */
export async function startV8Profiler(
  inspector: InspectorModule | undefined,
  intervalMs: number,
): Promise<RunningProfiler> {
  if (!inspector) throw unavailable('this Node has no inspector, or is older than 20.16');
  const session = new inspector.Session();

  const post = (method: string, params?: object) =>
    new Promise<object | undefined>((resolve, reject) => {
      session.post(method, params, (error, result) => (error ? reject(error) : resolve(result)));
    });

  try {
    session.connect();
    await post('Profiler.enable');
    await post('Profiler.setSamplingInterval', { interval: Math.round(intervalMs * 1_000) });
    await post('Profiler.start');
  } catch (error) {
    close(session);
    throw unavailable(error instanceof Error ? error.message : String(error), error);
  }

  return {
    async stop() {
      try {
        const stopped = (await post('Profiler.stop')) as { readonly profile: CpuProfile };
        return stopped.profile;
      } catch (error) {
        throw unavailable(error instanceof Error ? error.message : String(error), error);
      } finally {
        close(session);
      }
    },
  };
}

function close(session: InspectorSession): void {
  try {
    session.disconnect();
  } catch {
    // It was not connected.
  }
}

function unavailable(why: string, cause?: unknown): RadiantError {
  return new RadiantError('profile-unavailable', `V8's profiler cannot be used: ${why}`, { cause });
}
