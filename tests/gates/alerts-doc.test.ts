import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { isFindingRule } from '../../common/alert';
import type { AlertNotification } from '../../common/alert-notification';
import { alertRuleShape } from '../../common/alert-rule-shape';
import { defaultAlertRules } from '../../common/alert-rules';
import { durationWords, ruleWords } from '../../common/alert-words';

const path = join(__dirname, '../../docs/alerts.md');

const partsOf = (name: string) =>
  new RegExp(`(<!-- ${name}:start -->\n)([\\s\\S]*?)(<!-- ${name}:end -->)`);

function rulesTable(): string {
  const rows = defaultAlertRules.map((rule) => {
    const severity = rule.severity ?? (isFindingRule(rule) ? 'that of the finding' : '');
    const cells = [`\`${rule.name}\``, ruleWords(rule), durationWords(rule.keepFiringMs), severity];
    return `| ${cells.join(' | ')} |\n`;
  });
  return `| rule | fires when | keeps firing for | severity |\n|---|---|---|---|\n${rows.join('')}`;
}

const example: AlertNotification = {
  ...{ v: 1, id: 'c2Vjb25kIG5vdGlmaWNhdGlv', at: 1_795_000_060_000 },
  ...{ service: 'todos', environment: 'production' },
  firing: [
    {
      ...{ id: '5b1c1f6e0c0d9a31.77', rule: 'MeteorMethodSlow', state: 'firing' },
      ...{ severity: 'warning', labels: { name: 'lists.report' }, value: 3_200 },
      sentence: 'p95 of method.duration (origin client) of lists.report is 3.2 s, above 2 s.',
      ...{ pendingAt: 1_794_999_460_000, firingAt: 1_795_000_060_000, heldAt: 1_795_000_060_000 },
      summary: defaultAlertRules[0]?.summary ?? '',
    },
  ],
  ...{ resolved: [], more: 0, url: 'https://todos.example.com/_radiant/alerts' },
};

const parts: ReadonlyArray<readonly [name: string, text: string]> = [
  ['rules', rulesTable()],
  ['notification', `\`\`\`json\n${JSON.stringify(example, undefined, 2)}\n\`\`\`\n`],
];

describe('the documentation of alerts', () => {
  before(() => {
    if (process.env.UPDATE_DOCS !== '1') return;
    let page = readFileSync(path, 'utf8');
    for (const [name, text] of parts) {
      page = page.replace(partsOf(name), (_all, start, _old, end) => start + text + end);
    }
    writeFileSync(path, page);
  });

  for (const [name, text] of parts) {
    it(`has what the code has: ${name}`, () => {
      const [, , found] = partsOf(name).exec(readFileSync(path, 'utf8')) ?? [];

      expect(found).to.equal(text);
    });
  }

  it('explains every field of a rule, and no other', () => {
    const [, section = ''] = /^## Rules\n([\s\S]*?)^## /m.exec(readFileSync(path, 'utf8')) ?? [];
    const fields = [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);

    const all = { ...alertRuleShape.metric, ...alertRuleShape.finding };
    expect(fields.toSorted()).to.deep.equal(Object.keys(all).toSorted());
  });

  it('has settings that can be used, as they stand there', async () => {
    const { resolveOptions } = await import('../../common/options');
    const blocks = readFileSync(path, 'utf8').matchAll(/```json\n(\{\n {2}"radiant"[\s\S]*?)```/g);

    const all = [...blocks].map(([, text = '']) => JSON.parse(text).radiant as object);

    expect(all).to.have.length(2);
    for (const settings of all) expect(() => resolveOptions({ settings })).not.to.throw();
  });
});
