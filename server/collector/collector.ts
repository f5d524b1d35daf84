import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, answers } from './answers';
import type { CollectorTally } from './collector-tally';
import type { Cors } from './cors';
import { type Endpoint, endpointOf } from './endpoint';
import { type SettingsParts, segmentSettings } from './segment-settings';
import { send } from './send';
import { type TakeInParts, takeIn } from './take-in';

export interface CollectorParts extends TakeInParts, SettingsParts {
  readonly cors: Cors;
  readonly tally: CollectorTally;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Told what failed in the collector's own code. */
  readonly failed: (error: unknown) => void;
}

/** Answers requests to the collector; `path` is what is below where it is mounted, without the query. */
export type Collector = (request: IncomingMessage, response: ServerResponse, path: string) => void;

/** Takes in what browsers and servers send. Every request is answered, and counted. */
export function createCollector(parts: CollectorParts): Collector {
  const { cors, tally, now, failed } = parts;

  async function answerTo(request: IncomingMessage, path: string): Promise<Answer | undefined> {
    const endpoint = endpointOf(path);
    if (!endpoint) return answers.nowhere;
    if (request.method === 'OPTIONS') return preflight(request);
    return refuseMethod(request, endpoint) ?? answerAt(endpoint, request);
  }

  function answerAt(endpoint: Endpoint, request: IncomingMessage) {
    if (endpoint.kind === 'settings') return segmentSettings(endpoint.writeKey, parts);
    return endpoint.kind === 'ignored' ? answers.nothing : takeIn(request, endpoint, parts);
  }

  function preflight({ headers }: IncomingMessage): Answer {
    const isAllowed = cors.headersFor(headers)['Access-Control-Allow-Origin'] !== undefined;
    return { status: 204, headers: isAllowed ? cors.preflight : {} };
  }

  return (request, response, path) => {
    const startedAt = now();
    answerTo(request, path)
      .catch((error: unknown) => {
        failed(error);
        return answers.failed;
      })
      .then((answer) => {
        tally.request(String(answer?.status ?? 'aborted'), now() - startedAt);
        if (!answer) return;
        const headers = { ...cors.headersFor(request.headers), ...answer.headers };
        send(request, response, { ...answer, headers });
      })
      .catch(failed);
  };
}

function refuseMethod({ method }: IncomingMessage, { kind }: Endpoint): Answer | undefined {
  if (kind !== 'settings') return method === 'POST' ? undefined : answers.postOnly;
  return method === 'GET' || method === 'HEAD' ? undefined : answers.getOnly;
}
