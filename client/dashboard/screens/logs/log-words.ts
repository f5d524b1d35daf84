import { type LogLevel, logLevels } from '../../../../common/log-entry';
import type { Status } from '../../../../common/status';

/** A choice of levels: each with those above it. */
export const levelOptions = logLevels.map((level, index) => [level, textOf(level, index)] as const);

function textOf(level: LogLevel, index: number): string {
  if (index === 0) return 'all lines';
  return index === logLevels.length - 1 ? `${level} only` : `${level} and above`;
}

/** Why there may be no lines at all. */
export type WhyNone = 'off' | 'degraded' | 'none';

/** What the agent says of its hook for logs; `undefined` while that is not known. */
export function whyNone(status: Pick<Status, 'hooks'> | undefined): WhyNone | undefined {
  if (!status) return undefined;
  const state = status.hooks.logs?.state ?? 'off';
  return state === 'ok' ? 'none' : state;
}
