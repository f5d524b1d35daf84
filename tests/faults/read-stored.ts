import type { Reader } from '../../common/reader';
import type { Stored } from './figures';
import { squaresName, windowsName } from './windows';

/** What a store that can be read says it has. */
export async function readStored(reader: Reader, now: number): Promise<Stored> {
  const range = { from: now - 3_600_000, to: now + 60_000 };
  const sumOf = async (name: string) => {
    const dims = { name };
    const { rows } = await reader.read({ metric: 'app.counter', stat: 'sum', dims, ...range });
    return Number(rows[0]?.points[0]?.[1] ?? 0);
  };
  const { traces } = await reader.traces({ ...range, limit: 500, spans: false });
  return {
    windows: await sumOf(windowsName),
    squares: await sumOf(squaresName),
    traces: traces.length,
    again: undefined,
    contradictions: 0,
  };
}
