import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { transform } from 'esbuild';
import { version } from '../../common/version';
import { filesIn, foundSources, reachedFrom } from './package-files';
import { type Described, describePackage, type Part } from './package-stub';

const root = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const json = (path: string) => JSON.parse(read(path));

/** The npm packages among what files import, by the name they are installed under. */
function npmPackages(imported: Iterable<string>): string[] {
  const names = [...imported].filter((name) => !/^(node:|meteor\/)/.test(name));
  const installed = names.map((name) =>
    name
      .split('/')
      .slice(0, name.startsWith('@') ? 2 : 1)
      .join('/'),
  );
  return [...new Set(installed)].sort();
}

const reachedBy = ({ modules }: Described) => modules.map(({ file }) => reachedFrom(file));

function expectNpmOf(part: Part, more: readonly string[] = []): void {
  const described = describePackage(part);
  const imported = reachedBy(described).flatMap(({ packages }) => [...packages]);

  expect(Object.keys(described.npm).sort()).to.deep.equal(npmPackages([...imported, ...more]));
  const { devDependencies } = json('package.json');
  for (const [name, wanted] of Object.entries(described.npm)) {
    expect(json(`node_modules/${name}/package.json`).version, name).to.equal(wanted);
    expect(json('package-lock.json').packages[`node_modules/${name}`].version, name).to.equal(
      wanted,
    );
    expect(devDependencies, 'package.json').to.have.property(name);
  }
}

describe('package.js', () => {
  it('has the version that package.json and the code have, and the changelog knows', () => {
    const { about } = describePackage('onUse');

    expect(about.version).to.equal(version);
    expect(json('package.json').version).to.equal(version);
    expect(read('CHANGELOG.md')).to.match(/^## \[(Unreleased|\d+\.\d+\.\d+)\]/m);
  });

  it('says of itself what Atmosphere takes', () => {
    const { about } = describePackage('onUse');
    const readme = read(String(about.documentation));
    // What is between the first two headings becomes the long description.
    const excerpt = readme.split(/^#+ .*$/m)[1] ?? '';

    expect(about.name).to.equal('radiant:agent');
    expect(about.summary).to.have.length.within(1, 99);
    expect(excerpt.trim()).to.have.length.within(1, 1499);
  });

  it('is the same package in development, in tests and in production', () => {
    const { about } = describePackage('onUse');

    expect(about).to.have.all.keys('name', 'version', 'summary', 'git', 'documentation');
  });

  it('starts on both sides, and at once', () => {
    const { modules } = describePackage('onUse');

    expect(modules).to.deep.equal([
      { file: 'server/main.ts', side: 'server' },
      { file: 'client/main.ts', side: 'client' },
    ]);
    for (const { file } of modules) expect(existsSync(join(root, file)), file).to.equal(true);
  });

  it('keeps the sides apart: neither loads code of the other, nor the dashboard’s', () => {
    const [server, client] = reachedBy(describePackage('onUse'));

    expect(server?.files.size).to.be.above(300);
    expect([...(server?.files ?? [])].filter((file) => !/^(server|common)\//.test(file))).to.be
      .empty;
    expect([...(client?.files ?? [])].filter((file) => !/^(client|common)\//.test(file))).to.be
      .empty;
    expect([...(client?.files ?? [])].filter((file) => /^client\/dashboard\//.test(file))).to.be
      .empty;
  });

  it('depends on every npm package that ships, exactly as tested, and on no other', () => {
    expectNpmOf('onUse');
  });

  it('is loaded after what it needs, and after what it watches where the app has that', () => {
    const { uses, releases } = describePackage('onUse');
    const of = (side: string, weak: boolean) =>
      uses.filter((use) => use.sides.includes(side) && use.weak === weak).map(({ name }) => name);
    // Read while the package loads: what is not used here has to be behind what is.
    const behind = { logging: 'webapp', 'ddp-client': 'ddp-server' };
    const readAtLoad = [...read('server/meteor.ts').matchAll(/packageExport\('([\w-]+)'/g)].map(
      ([, name = '']) => behind[name as keyof typeof behind] ?? name,
    );

    expect(releases).to.deep.equal(['3.0.4']);
    expect(of('server', false)).to.include.members(['ecmascript', 'typescript', 'modules']);
    expect(readAtLoad).to.include('mongo');
    expect([...of('server', false), ...of('server', true)]).to.include.members(readAtLoad);
    // An app without a database, or without accounts, gets no such package from this one.
    expect(of('server', false)).not.to.include.members(['mongo', 'email']);
    expect(of('client', true)).to.include.members(['accounts-base', 'autoupdate', 'reload']);
  });

  it('names every file of the dashboard and the types, for the server alone', () => {
    const { assets } = describePackage('onUse');
    const expected = ['package-types.json', ...filesIn('server/dashboard/static')];

    expect(assets.map(({ file }) => file)).to.have.members(expected);
    // On the client they would be public.
    expect(new Set(assets.map(({ side }) => side))).to.deep.equal(new Set(['server']));
  });
});

describe('package.js for the tests', () => {
  it('has an entry for each side, and what they need', () => {
    const described = describePackage('onTest');
    const { name, version: own } = describePackage('onUse').about;

    expect(described.about).to.include({ name, version: own });
    expect(described.modules).to.deep.equal([
      { file: 'tests/main.server.ts', side: 'server' },
      { file: 'tests/main.client.ts', side: 'client' },
    ]);
    expect(described.uses.map((use) => use.name)).to.include.members([
      ...['radiant:agent', 'ecmascript', 'typescript', 'modules', 'meteortesting:mocha'],
    ]);
  });

  it('depends on every npm package that its tests import, and on no other', () => {
    expectNpmOf('onTest');
  });
});

/** Bridges and helpers that apps import by their path, as the documents tell them to. */
const importedByPath = [
  ...filesIn('client/bridges'),
  'client/analytics/from-matches.ts',
  json('package-types.json').typesEntry,
];

describe('the files of the package', () => {
  const entries = [describePackage('onUse'), describePackage('onTest')]
    .flatMap(({ modules }) => modules.map(({ file }) => file))
    .concat(importedByPath);
  const reached = new Set(entries.flatMap((entry) => [...reachedFrom(entry).files]));

  it('are all found by Meteor', () => {
    const found = new Set(foundSources());

    expect([...reached].filter((file) => !found.has(file))).to.deep.equal([]);
  });

  it('have none that nothing uses, and no page of the dashboard’s own project', () => {
    const used = new Set(
      entries.flatMap((entry) => [...reachedFrom(entry, { types: true }).files]),
    );
    const shipped = foundSources().filter((file) => !file.startsWith('tests/'));

    expect(shipped.filter((file) => !used.has(file))).to.deep.equal([]);
  });

  it('have no syntax that the compilers of Meteor 3.0 do not know', async () => {
    const sources = [...reached].filter((file) => !file.startsWith('tests/'));

    expect(sources.length).to.be.above(400);
    const isOld = await Promise.all(sources.map((file) => isOldSyntax(read(file))));
    expect(sources.filter((_file, index) => !isOld[index])).to.deep.equal([]);
  }).timeout(60_000);

  for (const newer of [
    '@made class A {}',
    'using a = b();',
    'export const a = /[b]/v;',
    'enum A { B }',
  ]) {
    it(`would be found out by ${newer}`, async () => {
      expect(await isOldSyntax(newer)).to.equal(false);
    });
  }
});

/**
 * Whether a source is TypeScript around ES2022 at most, which Babel 7 and
 * TypeScript 5.4 read, and SWC too: esbuild then has nothing to write
 * otherwise for ES2022 than for the newest. Decorators, `using` and newer
 * regular expressions it would.
 */
async function isOldSyntax(source: string): Promise<boolean> {
  const [newest, old] = await Promise.all(
    ['esnext', 'es2022'].map((target) => transform(source, { loader: 'ts', target })),
  );
  return newest?.code === old?.code && !/^\s*(?:const\s+)?(?:enum|namespace)\s+\w+/m.test(source);
}
