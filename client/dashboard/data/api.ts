import { signal } from '@preact/signals';
import { toldByServer } from './told-by-server';

/** Whether the server no longer lets the operator in: the session is over. */
export const signedOut = signal(false);

/** Why nothing can be shown, for people. */
export class ApiError extends Error {
  constructor(
    message: string,
    /** Of the query API: `read-invalid`, `no-reader` …; or `offline`, `denied`, `internal`. */
    readonly code: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

type Param = string | number | boolean;

/** Parameters of a request: those that are `undefined` are left out, a list comes several times. */
export type Params = Readonly<Record<string, Param | readonly Param[] | undefined>>;

/** Address of a route of the query API. */
export function apiAddress(route: string, params: Params = {}): string {
  const text = queryText(params);
  return `${base()}/${route}${text && `?${text}`}`;
}

/** Parameters as they stand behind the `?` of an address. */
export function queryText(params: Params): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    const values = value === undefined ? [] : [value].flat();
    for (const one of values) query.append(name, String(one));
  }
  return query.toString();
}

/**
 * Asks the query API.
 *
 * @throws {ApiError} with a message that can be shown.
 */
export async function ask<T>(address: string, init: RequestInit = {}): Promise<T> {
  const response = await request(address, init);
  if (response.status === 401) signedOut.value = true;
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok && body !== undefined) return body as T;
  const { error } = (body ?? {}) as { error?: { code?: string; message?: string } };
  throw new ApiError(
    error?.message ?? `The server answered ${response.status}, and not with JSON.`,
    error?.code ?? 'internal',
  );
}

async function request(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, { ...init, credentials: 'same-origin' });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(
      'The app does not answer. It may be restarting, or you are offline.',
      'offline',
    );
  }
}

function base(): string {
  return (toldByServer('api') ?? 'api/v1').replace(/\/+$/, '');
}
