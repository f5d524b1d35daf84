import { Match } from '../meteor/check';
import type { Internals } from './internals';

type Handler = (this: never, ...args: never[]) => unknown;

/**
 * Calls a method or publish function. In an app with `audit-argument-checks`
 * an argument that the function left unchecked is an error.
 */
export function maybeAuditArgumentChecks(
  { Package }: Pick<Internals, 'Package'>,
  handler: Handler,
  context: unknown,
  args: unknown[] | null | undefined,
  description: string,
): unknown {
  const given = args ?? [];
  const call = handler as (this: unknown, ...args: unknown[]) => unknown;
  if (!Package['audit-argument-checks']) return call.apply(context, given);
  return Match._failIfArgumentsAreNotAllChecked(call, context, given, description);
}
