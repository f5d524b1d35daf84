import type { Invocation } from '../../../common/invocation';

/** How the owner of a write is called: what runs, or `none` outside of any call. */
export function ownerOf(invocation: Invocation | undefined): string {
  return invocation ? `${invocation.kind}:${invocation.name}` : 'none';
}
