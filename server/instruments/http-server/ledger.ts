import type { ServerResponse } from 'node:http';
import type { Recorder } from '../../../common/recorder';
import type { TraceOutcome } from '../../../common/trace';
import type { Undo } from '../../../common/undo';
import type { HttpRequest } from './http-request';
import type { ExpressRequest } from './target';

/** Follows requests until they are answered or given up, and records them. */
export interface RequestLedger {
  begin(request: HttpRequest, seen: SeenRequest): void;
  /** An error was passed on; whether it was answered with shows later. */
  failed(request: HttpRequest, error: unknown): void;
  /** Records nothing more; what is still open is counted as lost. */
  undo: Undo;
}

export interface SeenRequest {
  readonly at: number;
  readonly message: ExpressRequest;
  readonly response: ServerResponse;
  /** Called before the request is let go of. */
  ended(request: HttpRequest, message: ExpressRequest, outcome: TraceOutcome): void;
}

export function createRequestLedger(recorder: Recorder): RequestLedger {
  const { now, traces } = recorder;
  let open = 0;
  let isActive = true;

  function report(request: HttpRequest, error: unknown): void {
    recorder.error({ source: 'http', name: request.name, error, invocation: request });
  }

  function end(request: HttpRequest, seen: SeenRequest, responseBytes: number | undefined): void {
    const { at: startedAt, message, response } = seen;
    const at = now();
    const { route, failure, method, work } = request;
    const outcome = outcomeOf(response);
    seen.ended(request, message, outcome);
    request.end(route);
    if (failure && isDefect(outcome, failure.error)) report(request, failure.error);
    recorder.record({
      kind: 'http.server',
      method,
      route,
      status: outcome === 'aborted' ? 'aborted' : String(response.statusCode),
      durationMs: at - startedAt,
      requestBytes: lengthOf(message.headers['content-length']),
      responseBytes,
      cpuMs: work.cpuMs,
    });
    traces.end(request, { at, outcome });
  }

  return {
    begin(request, seen) {
      const { response } = seen;
      const { socket } = response; // none while answers to earlier requests are on their way
      const bytesBefore = socket?.bytesWritten;
      open++;
      response.once('close', () => {
        if (!isActive) return;
        open--;
        const bytes = bytesBefore === undefined ? undefined : bytesSince(socket, bytesBefore);
        try {
          end(request, seen, bytes);
        } catch (error) {
          recorder.failed(error);
        }
      });
    },
    failed(request, error) {
      if (!isActive) return;
      const isKnown = request.failure?.error === error; // it comes past every layer
      request.failure = { error };
      if (!request.ended || isKnown || isTheClients(error)) return;
      report(request, error); // nobody waits for the answer any more
    },
    undo() {
      isActive = false;
      recorder.drop('unfinished', open);
      open = 0;
    },
  };
}

function outcomeOf(response: ServerResponse): TraceOutcome {
  if (!response.writableFinished) return 'aborted';
  return response.statusCode >= 500 ? 'error' : 'ok';
}

/** Whether an error that was passed on is one of the app's, rather than the client's. */
function isDefect(outcome: TraceOutcome, error: unknown): boolean {
  return outcome === 'error' || (outcome === 'aborted' && !isTheClients(error));
}

function isTheClients(error: unknown): boolean {
  const { status, statusCode = status } = (error ?? {}) as {
    status?: unknown;
    statusCode?: unknown;
  };
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500;
}

function lengthOf(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : undefined;
}

function bytesSince(socket: { bytesWritten: number } | null, before: number): number | undefined {
  return socket ? socket.bytesWritten - before : undefined;
}
