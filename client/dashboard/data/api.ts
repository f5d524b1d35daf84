import { signal } from '@preact/signals';

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

/** Address of a route of the query API. Parameters that are `undefined` are left out. */
export function apiAddress(
  route: string,
  params: Readonly<Record<string, string | number | boolean | undefined>> = {},
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined) query.set(name, String(value));
  }
  const text = query.toString();
  return `${base()}/${route}${text && `?${text}`}`;
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
  const meta = document.querySelector<HTMLMetaElement>('meta[name="radiant-api"]');
  return (meta?.content ?? 'api/v1').replace(/\/+$/, '');
}
