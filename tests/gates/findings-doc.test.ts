import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { findingKinds } from '../../common/finding';
import { pollingCodes } from '../../common/polling-reasons';
import { thresholds } from '../../server/load/thresholds';

const path = join(__dirname, '../../docs/findings.md');
const page = existsSync(path) ? readFileSync(path, 'utf8') : '';

/** Name to text of the sections of the second level. */
function sectionsOf(text: string): Map<string, string> {
  const parts = text.split(/^## /m).slice(1);
  return new Map(
    parts.map((part) => {
      const end = part.indexOf('\n');
      return [part.slice(0, end), part.slice(end)];
    }),
  );
}

function tableOf(values: Readonly<Record<string, number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `| \`${name}\` | ${value.toLocaleString('en-US')} |\n`)
    .join('');
}

describe('the documentation of findings', () => {
  it('explains every kind, under the heading that the anchor of its findings names, and no other', () => {
    const sections = sectionsOf(page);

    expect([...sections.keys()]).to.deep.equal([...findingKinds, 'Thresholds']);
  });

  it('says of every kind what it means, how it is decided and what to do', () => {
    const sections = sectionsOf(page);

    for (const kind of findingKinds) {
      expect(sections.get(kind), kind).to.match(/\*\*Means:\*\*.*\*\*Decided by.*\*\*What to do/s);
    }
  });

  it('has every reason for polling', () => {
    const rows = [...(sectionsOf(page).get('polling') ?? '').matchAll(/^\| `([A-Z_]+)` \|/gm)];

    expect(rows.map(([, code]) => code)).to.deep.equal(pollingCodes);
  });

  it('has every threshold with its value', () => {
    expect(sectionsOf(page).get('Thresholds')).to.satisfy((section: string) =>
      section.endsWith(`|---|---|\n${tableOf(thresholds)}`),
    );
  });
});
