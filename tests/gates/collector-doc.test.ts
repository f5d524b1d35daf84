import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { collectorDrops } from '../../server/collector/drop-reasons';
import { endpointOf } from '../../server/collector/endpoint';
import { limits } from '../../server/collector/limits';

const page = readFileSync(join(__dirname, '../../docs/collector.md'), 'utf8');

const partOf = (heading: string) =>
  page.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';

describe('docs/collector.md', () => {
  it('has every reason for a drop, and no other', () => {
    const table = partOf('What is checked')
      .split('`collector.drops` counts')[1]
      ?.split('`collector.requests`')[0];
    const rows = table?.split('\n').filter((line) => line.startsWith('| `')) ?? [];
    const named = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([a-z-]+)`/g)]);

    expect(named.map(([, name]) => name)).to.have.members([...collectorDrops]);
  });

  it('has the limits that are', () => {
    const text = partOf('Limits');
    const kib = 1024;
    const number = (value: number) => value.toLocaleString('en');

    for (const limit of [
      `| ${limits.bodyBytes / kib} kB |`,
      `| ${number(limits.inflatedBytes / kib)} kB;`,
      `| ${number(limits.events)} |`,
      `| ${limits.eventBytes / kib} kB |`,
      `| ${limits.depth} |`,
      `| ${number(limits.values)} |`,
      `| ${limits.id} characters |`,
      `| ${limits.messageId} characters |`,
      `| ${limits.heldBytes / kib / kib} MB,`,
      `| ${number(limits.remembered)} each`,
      `${limits.pastMs / 86_400_000} days back, ${limits.futureMs / 3_600_000} h ahead`,
    ]) {
      expect(text).to.contain(limit);
    }
  });

  it('names endpoints that are there', () => {
    const text = partOf('Endpoints');
    const paths = [...text.matchAll(/POST (\/[\w/]+)/g)].map(([, path]) => path ?? '');

    expect(paths).to.have.length.above(5);
    for (const path of paths) expect(endpointOf(path), path).not.to.equal(undefined);
  });
});
