import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { buildSync } from 'esbuild';
import { type Frame, framesOf } from '../../server/pipeline/errors/stack-frames';
import { findOrigins } from '../../server/source-map-places';
import { createSourceMaps } from '../../server/source-maps';
import { handClock } from '../support/hand-clock';

const source = `export function add(title: string | undefined): number {
  interface Unseen { readonly a: string }
  return title!.length;
}
export const addLater = (title?: string) => add(title);
`;

describe('createSourceMaps', () => {
  let folder: string;
  let bundle: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'radiant-maps-'));
    mkdirSync(join(folder, 'imports'));
    writeFileSync(join(folder, 'imports/tasks.ts'), source);
    writeFileSync(join(folder, 'main.ts'), "export { add, addLater } from './imports/tasks';\n");
    bundle = join(folder, 'dist.js');
    buildSync({
      entryPoints: [join(folder, 'main.ts')],
      bundle: true,
      minify: true,
      platform: 'node',
      sourcemap: true,
      outfile: bundle,
    });
  });
  after(() => rmSync(folder, { recursive: true }));

  function thrown(file = bundle): readonly Frame[] {
    // In a process of its own: the tests run where stacks are mapped already.
    const code = `try { require(${JSON.stringify(file)}).addLater() } catch (e) { console.log(e.stack) }`;
    const stack = spawnSync(process.execPath, ['-e', code], { encoding: 'utf8' }).stdout;
    return framesOf({ stack }, '');
  }

  function maps() {
    const clock = handClock();
    const failures: unknown[] = [];
    const sourceMaps = createSourceMaps({
      timers: clock.timers,
      failed: (error) => failures.push(error),
    });
    /** Files are read in real time, but what is waited for is their end. */
    async function resolved(last: Frame | undefined): Promise<void> {
      await clock.advance(1_000);
      for (let turn = 0; turn < 2_000; turn++) {
        await new Promise((resume) => setTimeout(resume, 1));
        if (last && sourceMaps.find(last)) return;
      }
    }
    return { clock, failures, sourceMaps, resolved };
  }

  it('finds where code of a real bundle was written', async () => {
    const { sourceMaps, failures, resolved } = maps();
    const frames = thrown();

    sourceMaps.prepare(frames);
    await resolved(frames[1]);

    const found = frames.slice(0, 2).map((frame) => sourceMaps.find(frame));
    expect(failures).to.deep.equal([]);
    expect(found.map((one) => one && [one.file, one.line])).to.deep.equal([
      [join(folder, 'imports/tasks.ts'), 3],
      [join(folder, 'imports/tasks.ts'), 5],
    ]);
  });

  it('knows nothing until the map has been read, nor of files without one', async () => {
    const { sourceMaps, resolved } = maps();
    const [frame] = thrown();
    const without = { fn: '', file: __filename.replace(/ts$/, 'js'), line: 1, column: 1 };
    const gone = { ...without, file: '/nowhere/x.js' };
    if (!frame) throw new Error('no frame');

    sourceMaps.prepare([frame, without, gone]);
    expect(sourceMaps.find(frame)).to.equal(undefined);
    await resolved(frame);

    expect(sourceMaps.find(frame)).not.to.equal(undefined);
    expect(sourceMaps.find(without)).to.equal(undefined);
    expect(sourceMaps.find(gone)).to.equal(undefined);
  });

  it('waits a second, so that frames are looked up together, and never after its end', async () => {
    const { sourceMaps, clock } = maps();

    sourceMaps.prepare(thrown());
    sourceMaps.prepare(thrown());
    expect(clock.pending()).to.deep.equal([1_000]);
    sourceMaps.close();
    sourceMaps.prepare(thrown());

    expect(clock.pending()).to.deep.equal([]);
  });

  it('reads no file that is not in the folder of the bundle', async () => {
    const { sourceMaps, resolved, failures } = maps();
    const elsewhere = join(folder, 'elsewhere.js');
    const code = readFileSync(bundle, 'utf8').replace(/=dist\.js\.map/, '=../../etc/passwd');
    writeFileSync(elsewhere, code);
    const frames = thrown(elsewhere);

    const good = thrown();
    sourceMaps.prepare([...frames, ...good]);
    await resolved(good[0]);

    expect(frames.map((frame) => sourceMaps.find(frame)).filter(Boolean)).to.deep.equal([]);
    expect(failures).to.deep.equal([]);
  });

  it('tells of a map that cannot be read, and goes on', async () => {
    const { sourceMaps, resolved, failures } = maps();
    const broken = join(folder, 'broken.js');
    writeFileSync(broken, '//# sourceMappingURL=broken.js.map');
    writeFileSync(`${broken}.map`, '{');

    const good = thrown();
    sourceMaps.prepare([{ fn: '', file: broken, line: 1, column: 1 }, ...good]);
    await resolved(good[0]);

    expect(failures).to.have.length(1);
  });

  it('looks up what Node’s own SourceMap looks up', () => {
    const payload = JSON.parse(readFileSync(`${bundle}.map`, 'utf8'));
    const code = readFileSync(bundle, 'utf8').split('\n');
    const wanted = code.flatMap((text, line) =>
      Array.from({ length: text.length }, (_, column) => ({ line, column })),
    );
    const oracle = new SourceMap(payload);

    const finding = findOrigins(payload.mappings, wanted);
    let step = finding.next();
    while (!step.done) step = finding.next();

    const found = step.value.map((one) => one && [one.source, one.line, one.column]);
    const expected = wanted.map(({ line, column }) => {
      const entry = oracle.findEntry(line, column);
      if (!('originalSource' in entry) || entry.generatedLine !== line) return undefined;
      const { originalSource, originalLine, originalColumn } = entry;
      return [payload.sources.indexOf(originalSource), originalLine, originalColumn];
    });
    expect(found).to.deep.equal(expected);
    expect(found.filter(Boolean).length).to.be.greaterThan(50);
  });
});
