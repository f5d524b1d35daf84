import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { build } from 'esbuild';

const root = join(__dirname, '../../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const sources = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`);

/** What a page loads at once: without what `import()` brings, and without Meteor. */
async function withThePage() {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(root, 'client/main.ts')],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    target: 'es2019',
    plugins: [
      {
        name: 'later',
        setup({ onResolve }) {
          onResolve({ filter: /.*/ }, ({ kind, path }) =>
            kind === 'dynamic-import' || path.startsWith('meteor/')
              ? { path, external: true }
              : undefined,
          );
        },
      },
    ],
  });
  return {
    bytes: gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length,
    files: Object.keys(metafile.inputs),
  };
}

describe('traps of okgrow:analytics: the package', () => {
  it('publishes nothing, the addresses of users least of all (#153)', () => {
    const publishing = ['server', 'common']
      .flatMap(sources)
      .filter((path) => /\b(Meteor|server|meteor)\.publish\(/.test(read(path)));

    expect(publishing).to.deep.equal([]);
  });

  it('opens no policy of the browser, and says which one it needs', () => {
    expect(read('package.js')).not.to.contain('browser-policy');
    expect(read('docs/analytics.md')).to.contain("connect-src 'self'");
  });

  it('has no word in its id or its default path that blockers look for (#32, #120, #200, #207)', () => {
    const words = /analytic|track|segment|stat|metric|collect|beacon|pixel|event/i;
    const [, id = ''] = /name: '([^']+)'/.exec(read('package.js')) ?? [];

    // Meteor serves a package under its id, as one file.
    expect(id).to.equal('radiant:agent');
    expect(`/packages/${id.replace(':', '_')}.js`).not.to.match(words);
  });

  it('loads no npm package with the page, and one at most later (#106, #176, #197, #199)', async () => {
    const { files } = await withThePage();
    expect(files.filter((file) => file.includes('node_modules'))).to.deep.equal([]);

    const named = ['client', 'common/analytics']
      .flatMap(sources)
      .filter((path) => !path.includes('client/dashboard/')) // no part of an app's client
      .flatMap((path) => [...read(path).matchAll(/(?:from|import\()\s*'([^'.][^']*)'/g)])
      .map(([, name]) => name ?? '')
      .filter((name) => !name.startsWith('meteor/'));
    expect([...new Set(named)]).to.deep.equal(['web-vitals']);
  });

  it('is a small part of the 60.7 kB that okgrow:analytics was (#70, #163), and its budget is part of npm test', async () => {
    const { bytes } = await withThePage();

    expect(bytes).to.be.below(60_700 / 8);
    const { scripts } = JSON.parse(read('package.json'));
    expect(scripts.test).to.contain('run test:fast');
    expect(scripts['test:fast']).to.contain('run --silent size');
  });
});
