/** On whose behalf the server's code runs. */
export interface Caller {
  readonly userId: string | undefined;
  /** Id of the DDP session; absent for calls by the server. */
  readonly session: string | undefined;
}

interface Dynamic {
  get?(): unknown;
}

/**
 * Finds the caller of the method, or the subscriber of the publication, that
 * runs now, by Meteor's own account of it: `DDP` of the package ddp-client,
 * whose shape is not believed. Across `await`, as Meteor carries it.
 */
export function currentCaller(ddp: unknown): Caller | undefined {
  const { _CurrentMethodInvocation, _CurrentPublicationInvocation } = (ddp ?? {}) as {
    readonly _CurrentMethodInvocation?: Dynamic;
    readonly _CurrentPublicationInvocation?: Dynamic;
  };
  return callerOf(_CurrentMethodInvocation) ?? callerOf(_CurrentPublicationInvocation);
}

function callerOf(dynamic: Dynamic | undefined): Caller | undefined {
  const running: unknown = dynamic?.get?.();
  if (typeof running !== 'object' || running === null) return undefined;
  const { userId, connection } = running as {
    readonly userId?: unknown;
    readonly connection?: { readonly id?: unknown } | null;
  };
  return { userId: textOf(userId), session: textOf(connection?.id) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
