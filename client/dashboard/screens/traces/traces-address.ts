import { apiAddress } from '../../data/api';

/** Parameters of the search, as they stand in the address of the screen. */
export const searchParams = [
  ...['kind', 'name', 'minMs', 'outcome', 'kept', 'userId', 'ddp', 'order'],
] as const;

type Params = Readonly<Record<string, string | undefined>>;

export const listLimit = 200;

/**
 * Address of the traces to list: those of the search, in the range and with the filters of the
 * screen, without their steps. A call of a client is looked for whenever it was.
 *
 * @param rangeParams as every route takes them
 */
export function traceListAddress(
  params: Params,
  rangeParams: Readonly<Record<string, string | number>>,
): string {
  const { kind, name, outcome, kept, userId, ddp, order } = params;
  return apiAddress('traces', {
    ...(ddp ? { from: 0 } : rangeParams),
    ...{ kind, name, outcome, kept, userId, ddp, order },
    minDurationMs: wholeMs(params.minMs),
    spans: false,
    limit: listLimit,
  });
}

/** One trace may have parts in many processes, or requests that a client gave the same id. */
export const partLimit = 20;

/** Address of all parts of a trace, whenever it was. */
export function traceAddress(traceId: string): string {
  return apiAddress('traces', { traceId, from: 0, limit: partLimit });
}

/** Address that tells whether a trace was kept. */
export function isKeptAddress(traceId: string): string {
  return apiAddress('traces', { traceId, from: 0, limit: 1, spans: false });
}

function wholeMs(text = ''): number | undefined {
  const ms = Math.round(Number(text));
  return text !== '' && ms > 0 ? ms : undefined;
}
