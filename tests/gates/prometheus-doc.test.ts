import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { exportNames } from '../../common/export-names';
import { observerExports } from '../../common/export-observers';
import { type MetricName, metrics } from '../../common/metrics';
import { boundsOf } from '../../server/sinks/prometheus/bounds';
import { familyName, labelName } from '../../server/sinks/prometheus/family-name';

const folder = join(__dirname, '../../docs/prometheus');
const read = (file: string) => readFileSync(join(folder, file), 'utf8');

type Kind = 'counter' | 'gauge' | 'histogram';

/** Every name that a query can use, as Prometheus stores it. */
function storedNames(): Set<string> {
  const names = new Set(['target_info']);
  const add = (name: string, unit: string, kind: Kind, hasBuckets: boolean) => {
    const family = familyName(name, unit, kind);
    if (kind === 'gauge') names.add(family);
    else if (kind === 'counter') names.add(`${family}_total`);
    else
      for (const part of ['_sum', '_count', ...(hasBuckets ? ['_bucket'] : [])])
        names.add(family + part);
  };
  for (const [metric, exported] of Object.entries(exportNames)) {
    if (!exported) continue;
    const { kind } = metrics[metric as MetricName];
    add(
      exported.name,
      exported.unit,
      kind,
      boundsOf(metric as MetricName, exported.unit) !== undefined,
    );
  }
  for (const { name, unit, kind } of observerExports) add(name, unit, kind, false);
  return names;
}

/** Names of metrics in the expressions of a document; what is recorded by rules has colons. */
function usedNames(text: string): string[] {
  const found =
    text.match(/\b(?:rpc|meteor|db|http|process|v8js|nodejs|radiant)_[a-z0-9_]+(?=[{[) ]|$)/gm) ??
    [];
  const labels = new Set(
    [
      'rpc.method',
      'meteor.call.origin',
      'meteor.publication.name',
      'meteor.owner.name',
      'meteor.owner.kind',
    ]
      .concat(['meteor.query.shape', 'db.collection.name', 'db.operation.name', 'http.route'])
      .concat(['meteor.ddp.session.state', 'radiant.reason', 'radiant.part'])
      .map(labelName),
  );
  return [...new Set(found)].filter((name) => !labels.has(name));
}

describe('rules and dashboard for Prometheus', () => {
  const expressions = {
    'rules.yml': () => read('rules.yml'),
    'dashboard.json': () =>
      JSON.parse(read('dashboard.json'))
        .panels.flatMap(({ targets = [] }: { targets?: Array<{ expr: string }> }) => targets)
        .map(({ expr }: { expr: string }) => expr)
        .join('\n'),
  };

  for (const [file, text] of Object.entries(expressions)) {
    it(`use only names that Radiant tells: ${file}`, () => {
      const stored = storedNames();

      const used = usedNames(text());

      expect(used).to.have.length.above(10);
      expect(used.filter((name) => !stored.has(name))).to.deep.equal([]);
    });
  }
});
