import type { IncomingHttpHeaders } from 'node:http';
import { httpServer } from '../http-server';

export interface VendorRequest {
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Undefined where the body is no JSON. */
  readonly body: unknown;
}

/** What a vendor demands of a request, and what it answers when it gets that. */
export interface VendorRules {
  /** Throws when the request is not as the vendor's documents say. */
  check(request: VendorRequest): void;
  answer(request: VendorRequest): VendorAnswer;
}

export interface VendorAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Vendor {
  readonly url: string;
  readonly requests: VendorRequest[];
  /** What was wrong with them. Empty it, and expect it to be empty. */
  readonly problems: string[];
  /** Answers the next requests so; after them as the rules say. `hang` never answers, `break` closes the connection. */
  next(...answers: Array<VendorAnswer | 'hang' | 'break'>): void;
  /** Answers every request so that holds this, until it is reset. */
  refuse(pattern: RegExp, answer: VendorAnswer): void;
  reset(): void;
  close(): Promise<void>;
}

/** A vendor on a free port of this machine, which takes every request at its word. */
export async function startVendor({ check, answer }: VendorRules): Promise<Vendor> {
  const requests: VendorRequest[] = [];
  const problems: string[] = [];
  const answers: Array<VendorAnswer | 'hang' | 'break'> = [];
  let refused: { readonly pattern: RegExp; readonly answer: VendorAnswer } | undefined;
  const refusalOf = (text: string) => (refused?.pattern.test(text) ? refused.answer : undefined);
  const problemOf = (request: VendorRequest, method = '') => {
    if (method !== 'POST') return `${method} came, POST is accepted`;
    try {
      return void check(request);
    } catch (error) {
      return String(error);
    }
  };
  const server = await httpServer(async (incoming, response) => {
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString();
    const request = { path: incoming.url ?? '', headers: incoming.headers, text, body: json(text) };
    requests.push(request);
    const problem = problemOf(request, incoming.method);
    if (problem !== undefined) problems.push(problem);
    const given = answers.shift() ?? refusalOf(text) ?? answer(request);
    if (given === 'hang') return;
    if (given === 'break') return void response.destroy();
    response.writeHead(given.status, given.headers).end(given.body);
  });
  return {
    url: server.url,
    requests,
    problems,
    next: (...given) => void answers.push(...given),
    refuse(pattern, refusal) {
      refused = { pattern, answer: refusal };
    },
    reset() {
      refused = undefined;
      for (const list of [requests, problems, answers]) list.length = 0;
    },
    close: server.close,
  };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
