import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { expect } from 'chai';
import { createHost } from '../host';
import { buildProgram } from './build-program';

describe('the client program of an app', () => {
  let root: string;

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'program-'));
    await mkdir(join(root, 'client'));
    await writeFile(
      join(root, 'client/main.html'),
      '<head><title>T</title></head>\n<body><p>Hi</p></body>',
    );
    await writeFile(join(root, 'client/main.css'), 'p { color: red; }');
    await writeFile(join(root, 'package.ts'), "export const made = 'by the package';");
    await writeFile(
      join(root, 'client/main.ts'),
      "import { made } from 'meteor/some:package';\nimport { Meteor } from 'meteor/meteor';\nglobalThis.told = [made, Meteor.release];",
    );
  });

  afterEach(() => rmSync(root, { recursive: true }));

  const build = (salt = '') =>
    buildProgram(root, { packages: { 'some:package': join(root, 'package.ts') }, salt });

  it('gives each package a file, and finds it by its name', async () => {
    const { files } = await build();
    const page = createContext({ Package: { meteor: { Meteor: { release: 'METEOR@3' } } } });

    for (const path of ['/packages/some_package.js', '/app/app.js']) {
      runInContext(files[path]?.content ?? '', page);
    }

    const loaded = Object.keys(files).filter((path) => !path.endsWith('.map'));
    expect(loaded).to.deep.equal([
      '/merged-stylesheets.css',
      '/packages/meteor.js',
      '/packages/some_package.js',
      '/app/app.js',
    ]);
    expect([...(page as { told: string[] }).told]).to.deep.equal(['by the package', 'METEOR@3']);
  });

  it('refuses to import a package that the app does not have', async () => {
    const { files } = await build();
    const page = createContext({ Package: { meteor: {} } });

    expect(() => runInContext(files['/app/app.js']?.content ?? '', page)).to.throw(
      "Cannot find module 'meteor/some:package'",
    );
  });

  it('is another one with other code, and the same with the same', async () => {
    const [first, same, salted] = [await build(), await build(), await build('later')];

    expect(same.version).to.deep.equal(first.version);
    expect(salted.version.versionNonRefreshable).not.to.equal(first.version.versionNonRefreshable);
    expect(salted.version.versionRefreshable).to.equal(first.version.versionRefreshable);
  });

  it('is what the page of the app loads', async () => {
    const host = createHost({
      version: '3.3.2',
      latencyMs: 0,
      env: { ROOT_URL: 'http://localhost/below' },
    });
    const program = await build();
    host.serveClient(program);
    const { url } = await host.listen();

    const page = await (await fetch(`${url}/below/anywhere`)).text();
    const [, path = ''] = /src="(\/below\/app\/app\.js[^"]*)"/.exec(page) ?? [];
    const script = await (await fetch(url + path)).text();

    expect(page).to.contain('<title>T</title>').and.to.contain('<p>Hi</p>');
    expect(page.indexOf('meteor.js')).to.be.lessThan(page.indexOf('some_package.js'));
    expect(decodeURIComponent(page)).to.contain(program.version.versionNonRefreshable);
    expect(script).to.equal(program.files['/app/app.js']?.content);
    await host.close();
  });
});
