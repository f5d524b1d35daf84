import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { group, option, optional } from '../../common/option-schema';
import { integer, string, token } from '../../common/option-types';
import { optionsSchema } from '../../common/options';
import { optionsPage, optionsTable } from './options-table';

const root = join(__dirname, '../..');
const pagePath = join(root, 'docs/options.md');
const readmePath = join(root, 'README.md');
const between = /(<!-- options:start -->\n)([\s\S]*?)(<!-- options:end -->)/;

const read = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : '');

describe('the documentation of options', () => {
  before(() => {
    if (process.env.UPDATE_DOCS !== '1') return;
    writeFileSync(pagePath, optionsPage(optionsSchema));
    const table = `${optionsTable(optionsSchema)}\n`;
    const readme = read(readmePath);
    const updated = readme.replace(between, (_all, start, _old, end) => start + table + end);
    if (updated !== readme) writeFileSync(readmePath, updated);
  });

  it('says in docs/options.md what the schema says', () => {
    expect(read(pagePath)).to.equal(optionsPage(optionsSchema));
  });

  it('says the same in the README, between its markers', () => {
    const readme = read(readmePath);

    const [, , table] = between.exec(readme) ?? [];

    if (readme.includes('options:start')) {
      expect(table).to.equal(`${optionsTable(optionsSchema)}\n`);
    }
  });

  it('has one sentence for every option', () => {
    const rows = optionsTable(optionsSchema).split('\n').slice(2);

    expect(rows).to.have.length.above(15);
    for (const row of rows) expect(row).to.match(/^\| `[\w.]+` \|.*[^|]\. \|$/);
  });
});

describe('optionsTable', () => {
  it('gives type, limits, default, unit, variable and meaning', () => {
    const table = optionsTable({
      widthMs: option(integer, { default: 5, unit: 'ms', min: 1, max: 9, help: 'A width.' }),
      api: group({ token: optional(token, { secret: true, help: 'A token.' }) }),
      name: option(string, { default: { from: () => '', says: 'the host' }, help: 'A name.' }),
    });

    expect(table.split('\n')).to.deep.equal([
      '| option | accepts | default | unit | environment | meaning |',
      '| --- | --- | --- | --- | --- | --- |',
      '| `widthMs` | integer, 1 to 9 | `5` | ms | `RADIANT_WIDTH_MS` | A width. |',
      '| `api.token` | string |  |  | `RADIANT_API_TOKEN` | A token. Secret: never shown. |',
      '| `name` | string | the host |  | `RADIANT_NAME` | A name. |',
    ]);
  });
});
