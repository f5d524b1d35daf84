/** What an operator pasted: the id of a trace, or of a client's call. */
export type PastedId = { readonly trace: string } | { readonly ddp: string };

/**
 * Finds the id in what was pasted: a trace id, a `traceparent`, a call of a client as
 * `session::message`, or an address that holds one of them. `undefined` where there is none.
 */
export function pastedId(text: string): PastedId | undefined {
  const trimmed = text.trim().replace(/^["'`]|["'`,;]$/g, '');
  const fromAddress = idOfAddress(trimmed);
  if (fromAddress) return fromAddress;
  const [, traceId] = /(?:^|[^0-9a-f])([0-9a-f]{32})(?:$|[^0-9a-f])/i.exec(trimmed) ?? [];
  if (traceId) return { trace: traceId.toLowerCase() };
  const [ddp] = /^[^\s:]{1,64}::[^\s:]{1,64}$/.exec(trimmed) ?? [];
  return ddp === undefined ? undefined : { ddp };
}

function idOfAddress(text: string): PastedId | undefined {
  const query = text.includes('?') ? text.slice(text.indexOf('?')) : '';
  const params = new URLSearchParams(query);
  const [trace, ddp] = [params.get('trace'), params.get('ddp')];
  if (trace) return { trace };
  return ddp ? { ddp } : undefined;
}
