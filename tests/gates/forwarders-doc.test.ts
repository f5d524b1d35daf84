import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { forwardOptions } from '../../common/forward-options';
import { resolveOptions } from '../../common/options';
import { chooseSinks } from '../../server/choose-sinks';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'forwarders.md'), 'utf8');
const blocks = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) =>
  JSON.parse((text ?? '').replaceAll('…', 'x')),
);

describe('docs/forwarders.md', () => {
  it('shows settings for every destination, which switch it on', () => {
    const names = blocks.flatMap(({ radiant }) => {
      const { sinks } = chooseSinks(resolveOptions({ settings: radiant, env: {} }));
      return sinks.map(({ name }) => name).filter((name) => name !== 'memory');
    });

    expect(names).to.deep.equal(Object.keys(forwardOptions));
  });

  it('names files of bridges that are there, and a bridge for every file', () => {
    const root = join(__dirname, '..', '..');
    const [, path = ''] = /'meteor\/radiant:agent\/([\w./-]+)'/.exec(page) ?? [];
    const files = readdirSync(join(root, 'client/bridges'));

    expect(files.map((file) => `client/bridges/${file}`)).to.include(path);
    for (const file of files) expect(page).to.include(`\`${file.replace('.ts', '')}Bridge\``);
  });

  it('says which category of consent each needs', () => {
    const options = resolveOptions({});
    for (const name of Object.keys(forwardOptions) as (keyof typeof forwardOptions)[]) {
      expect(page).to.match(new RegExp(`^\\| [^|]+ \\| \`${options[name].consent}\` \\|`, 'm'));
    }
  });
});
