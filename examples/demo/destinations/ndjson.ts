import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { batchFromJson } from '../../../common/batch-json';
import type { CallsByMethod, Destination } from '../destinations';
import { untilEnough } from './settle';

/** A file in a folder of its own. */
export async function startNdjson(): Promise<Destination> {
  const folder = await mkdtemp(join(tmpdir(), 'radiant-demo-'));
  const path = join(folder, 'radiant.ndjson');

  async function read(): Promise<CallsByMethod> {
    const calls: Record<string, number> = {};
    const text = await readFile(path, 'utf8').catch(() => '');
    const series = text
      .split('\n')
      .slice(0, -1)
      .flatMap((line) => batchFromJson(line).series);
    for (const { metric, dims, value } of series) {
      if (metric !== 'method.calls' || dims.origin !== 'client') continue;
      calls[dims.name ?? ''] = (calls[dims.name ?? ''] ?? 0) + Number(value);
    }
    return calls;
  }

  return {
    settings: { ndjson: { path } },
    calls: (atLeast) => untilEnough(read, atLeast),
    stop: () => rm(folder, { recursive: true, force: true }),
  };
}
