import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { loadServerCode } from './load';

interface Loaded {
  readonly [name: string]: unknown;
}

describe('loadServerCode', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'load-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  function write(path: string, text: string): string {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  function aHost(modules: Record<string, unknown> = {}) {
    return { modules, Package: {} as Record<string, unknown> };
  }

  it('gives what the entry exports, with modules of the host and files of the app', async () => {
    write('imports/double.ts', 'export const double = (n: number): number => n * 2;');
    const entry = write(
      'server/main.ts',
      `import { Random } from 'meteor/random';
       import { double } from '../imports/double';
       import { double as same } from '/imports/double';
       export const value: number = double(Random.number) + same(1);`,
    );

    const loaded = await loadServerCode(
      aHost({ 'meteor/random': { Random: { number: 4 } } }),
      entry,
    );

    expect(loaded).to.deep.include({ value: 10 });
  });

  it('gives every host its own copy', async () => {
    const entry = write('server/main.ts', 'export const own = {};');

    const first = (await loadServerCode(aHost(), entry)) as Loaded;
    const second = (await loadServerCode(aHost(), entry)) as Loaded;

    expect(first.own).to.not.equal(second.own);
  });

  it('loads packages before the app, in order and once', async () => {
    const one = write('one/main.ts', `export const order = ['one'];`);
    const two = write(
      'two/main.ts',
      `import { order } from 'meteor/my:one';
       order.push('two');
       export const instance = {};`,
    );
    const entry = write(
      'app/server/main.ts',
      `import { order } from 'meteor/my:one';
       order.push('app');
       export { order };
       export { instance } from 'meteor/my:two';`,
    );
    const packages = { 'my:one': one, 'my:two': two };
    const host = aHost();

    const loaded = (await loadServerCode(host, entry, { packages })) as Loaded;
    const again = (await loadServerCode(host, entry, { packages })) as Loaded;

    expect(loaded.order).to.deep.equal(['one', 'two', 'app', 'app']);
    expect(again.instance).to.equal(loaded.instance);
    expect(host.Package).to.have.all.keys('my:one', 'my:two');
  });

  it('has Package, Npm, Assets and a module with require as free variables', async () => {
    write('app/.meteor/release', 'METEOR@3.3.2');
    write('app/private/note.txt', 'a note');
    const entry = write(
      'app/server/main.ts',
      `declare const Package: object, Npm: any, Assets: any, module: any;
       export const note = Assets.getTextAsync('note.txt');
       export const path = Assets.absoluteFilePath('note.txt');
       export const sep = Npm.require('node:path').sep;
       export const required = module.require('meteor/x');
       export const packages = Package;`,
    );
    const x = { is: 'x' };
    const host = aHost({ 'meteor/x': x });

    const loaded = (await loadServerCode(host, entry)) as Loaded;

    expect(await loaded.note).to.equal('a note');
    expect(loaded.path).to.equal(join(folder, 'app/private/note.txt'));
    expect(loaded.sep).to.equal('/');
    expect(loaded.required).to.equal(x);
    expect(loaded.packages).to.equal(host.Package);
  });

  it('gives a package assets from another folder where it is told so', async () => {
    write('package/package.js', '');
    write('package/static/a.js', 'old');
    write('built/a.js', 'new');
    const entry = write('app/server/main.ts', 'export {};');
    const file = write(
      'package/server/main.ts',
      `declare const Assets: any;
       export const a = Assets.getTextAsync('static/a.js');
       export const own = Assets.absoluteFilePath('package.js');
       export const miss = () => Assets.absoluteFilePath('static/b.js');`,
    );
    const host = aHost();

    await loadServerCode(host, entry, {
      packages: { 'my:package': file },
      assetFolders: { static: join(folder, 'built') },
    });

    const { a, own, miss } = host.Package['my:package'] as Loaded & { miss: () => void };
    expect(await a).to.equal('new');
    expect(own).to.equal(join(folder, 'package/package.js'));
    expect(miss).to.throw('Unknown asset: static/b.js');
  });

  it('cannot find a Meteor module that the host does not have', async () => {
    const entry = write('server/main.ts', `import 'meteor/nothing';`);

    const error = await loadServerCode(aHost(), entry).catch((thrown: unknown) => thrown);

    expect(error).to.include({ code: 'MODULE_NOT_FOUND' });
  });

  it('names the source in an error of the app', async () => {
    const entry = write('server/main.ts', `export const fail = () => { throw new Error('no'); };`);
    const { fail } = (await loadServerCode(aHost(), entry)) as { fail: () => void };

    expect(fail).to.throw('no').with.property('stack').that.includes('main.ts');
  });
});
