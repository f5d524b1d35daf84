import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { dashboardFiles } from '../../server/dashboard/dashboard-files';
import { builtDashboard } from '../support/built-dashboard';

const committed = join(__dirname, '../../server/dashboard/static');
const command = 'run `npm run dashboard -- build` and commit server/dashboard/static';

describe('the dashboard as it is built', function () {
  this.timeout(120_000);
  let built: string;

  before(async () => {
    built = await builtDashboard();
  });

  it('is the files that the server looks for, each with .br and .gz that hold the same', async () => {
    const names = await readdir(built);
    const wanted = dashboardFiles.flatMap((name) => [name, `${name}.br`, `${name}.gz`]);

    expect(names).to.have.members(wanted);
    for (const name of dashboardFiles) await expectToUnpack(built, name);
  });

  it('asks nobody else for anything', async () => {
    for (const name of dashboardFiles) {
      const text = await readFile(join(built, name), 'utf8');
      expect(addressesIn(text), name).to.deep.equal([]);
    }
  });

  it('turns no text into code, which its content policy forbids', async () => {
    const script = await readFile(join(built, 'dashboard.js'), 'utf8');
    const page = await readFile(join(built, 'index.html'), 'utf8');

    expect(codeFromText(script)).to.deep.equal([]);
    expect(page).not.to.match(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
  });

  it('would notice what it looks for', () => {
    expect(addressesIn('@import url(//cdn.example/a.css)')).to.have.length(1);
    expect(addressesIn('fetch("https://example.org/a")')).to.have.length(1);
    expect(addressesIn('"http://www.w3.org/2000/svg" // a comment')).to.deep.equal([]);
    expect(codeFromText('eval("1"), new Function("a"), Function("b")')).to.have.length(3);
    expect(codeFromText('medieval(1); isFunction(a); function (b) {}')).to.deep.equal([]);
  });

  it('is what is committed', async function () {
    if (!existsSync(committed)) {
      process.stdout.write(`Skipped: there is no committed build of the dashboard; ${command}.\n`);
      this.skip();
    }
    const names = await readdir(committed);
    expect(names, command).to.have.members(await readdir(built));
    for (const name of dashboardFiles) {
      const [old, fresh] = await Promise.all(
        [committed, built].map((folder) => readFile(join(folder, name))),
      );
      expect(fresh?.equals(old ?? Buffer.of()), `${name} is not built anew: ${command}`).to.equal(
        true,
      );
      await expectToUnpack(committed, name);
    }
  });
});

async function expectToUnpack(folder: string, name: string): Promise<void> {
  const [plain, br, gz] = await Promise.all(
    ['', '.br', '.gz'].map((ending) => readFile(join(folder, name + ending))),
  );
  if (!plain || !br || !gz) throw new Error(`${name} is missing`);
  expect(brotliDecompressSync(br).equals(plain), `${name}.br`).to.equal(true);
  expect(gunzipSync(gz).equals(plain), `${name}.gz`).to.equal(true);
}

/** Names of namespaces, which nobody asks for. */
const namespaces = /http:\/\/www\.w3\.org\/(1998\/Math\/MathML|1999\/(xhtml|xlink)|2000\/svg)/g;

function addressesIn(text: string): string[] {
  const others = text.replaceAll(namespaces, '');
  return others.match(/\bhttps?:\/\/[^\s"'`)]*|(?<=["'`(=])\/\/[\w.-]+\.\w+/g) ?? [];
}

function codeFromText(text: string): string[] {
  return text.match(/(?<![\w$.])eval\s*\(|(?<![\w$])Function\s*\(|\bsetTimeout\(\s*["'`]/g) ?? [];
}
