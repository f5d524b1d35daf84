import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { version } from '../../common/version';
import { importsOf } from './imports-of';

const root = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

interface Described {
  readonly about: Record<string, unknown>;
  readonly npm: Record<string, string>;
  readonly modules: string[];
  readonly assets: string[];
}

/** Runs package.js as Meteor's tool would, for the package or for its tests, and notes what it says. */
function describePackage(part: 'onUse' | 'onTest' = 'onUse'): Described {
  const described: Described = { about: {}, npm: {}, modules: [], assets: [] };
  const api = {
    versionsFrom() {},
    use() {},
    mainModule: (file: string) => described.modules.push(file),
    addAssets: (files: string[]) => described.assets.push(...files),
  };
  runInNewContext(read('package.js'), {
    Package: {
      describe: (about: object) => Object.assign(described.about, about),
      onUse: (install: (to: typeof api) => void) => part === 'onUse' && install(api),
      onTest: (install: (to: typeof api) => void) => part === 'onTest' && install(api),
    },
    Npm: {
      depends(npm: object) {
        if (Object.keys(described.npm).length > 0) throw new Error('Npm.depends is called twice');
        Object.assign(described.npm, npm);
      },
    },
  });
  return described;
}

function sourcesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(root, folder, name));
}

describe('package.js', () => {
  it('has the version that package.json and the code have, and the changelog knows', () => {
    const { about } = describePackage();

    expect(about.version).to.equal(version);
    expect(JSON.parse(read('package.json')).version).to.equal(version);
    expect(read('CHANGELOG.md')).to.match(/^## \[(Unreleased|\d+\.\d+\.\d+)\]/m);
  });

  it('names files that are there', () => {
    const { modules, assets } = describePackage();

    expect(modules).to.include.members(['server/main.ts', 'client/main.ts']);
    for (const file of [...modules, ...assets])
      expect(existsSync(join(root, file)), file).to.equal(true);
  });

  it('declares every npm package that ships, in the version the tests ran with, and no other', () => {
    const { npm } = describePackage();
    const used = new Set(
      ['common', 'server', 'client']
        .flatMap(sourcesIn)
        .flatMap(importsOf)
        .filter((name) => !/^(\.|node:|meteor\/)/.test(name))
        .map((name) => name.split('/')[0]),
    );

    expect(Object.keys(npm)).to.have.members([...used]);
    for (const [name, wanted] of Object.entries(npm)) {
      expect(JSON.parse(read(`node_modules/${name}/package.json`)).version, name).to.equal(wanted);
    }
  });
});

describe('package.js for the tests', () => {
  it('names the list of tests, and what they need', () => {
    const { modules, npm } = describePackage('onTest');

    expect(modules).to.deep.equal(['tests/main.server.ts']);
    expect(existsSync(join(root, 'tests/main.server.ts'))).to.equal(true);
    expect(npm).to.have.all.keys('isbot', 'lodash', 'rotating-file-stream', 'chai');
    expect(JSON.parse(read('node_modules/chai/package.json')).version).to.equal(npm.chai);
  });
});

describe('commands in the documents', () => {
  for (const document of ['README.md', 'CONTRIBUTING.md', 'examples/todos/README.md']) {
    it(`are scripts of package.json (${document})`, () => {
      const { scripts } = JSON.parse(read('package.json'));
      const named = [...read(document).matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(
        ([, name]) => name,
      );

      for (const name of named) expect(scripts, document).to.have.property(String(name));
    });
  }
});
