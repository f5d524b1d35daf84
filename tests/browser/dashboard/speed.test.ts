import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { builtDashboard } from '../../support/built-dashboard';
import { manySeriesReader } from '../../support/history/many-series-reader';
import { describeInChromium } from '../support/chromium';
import { type KeptApp, startWithReader } from './support/kept-app';
import { anOperator, type Operator } from './support/operator';
import { type Work, workOf, workText } from './support/work-of';

const KILOBYTE = 1_000;
const FIRST_LOAD_BYTES = 150 * KILOBYTE;
const INTERACTIVE_MS = 1_000;
const RENDER_MS = 300;
const FRAME_MS = 50;
const ATTEMPTS = 3;
const TIMEOUT_MS = 150_000;

/**
 * Limits are of time by the clock on a machine with nothing else to do. Where others are at work,
 * the CPU time of the page is what can be held to them; both are told.
 */
describeInChromium('the dashboard of a large fleet', () => {
  let app: KeptApp;
  let operator: Operator;

  before(async function () {
    this.timeout(180_000);
    app = await startWithReader(manySeriesReader({ names: 500, observers: 2_000 }));
    operator = await anOperator(app.url);
  });

  after(async () => {
    await operator?.leave();
    await app?.close();
  });

  const note = (text: string) => process.stdout.write(`      ${text}\n`);

  /** Some attempts, up to the first that is good enough, which proves it; the one with the shortest tasks is given. */
  async function best(what: string, isGood: (work: Work) => boolean, act: () => Promise<Work>) {
    const works: Work[] = [];
    while (works.length < ATTEMPTS && !works.some(isGood)) {
      const work = await act();
      note(`${what}: ${workText(work)}`);
      works.push(work);
    }
    const [least] = works.sort((a, b) => a.longestMs - b.longestMs);
    if (!least) throw new Error('nothing was measured');
    return works.find(isGood) ?? least;
  }

  it(`loads in under ${FIRST_LOAD_BYTES / KILOBYTE} kB in all, compressed`, async function () {
    this.timeout(TIMEOUT_MS);
    const folder = await builtDashboard();
    const gzipBytes = readdirSync(folder)
      .filter((name) => name.endsWith('.gz'))
      .reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    const session = await operator.page.context().newCDPSession(operator.page);
    await session.send('Network.enable');
    const apis = new Set<string>();
    let transferred = 0;
    session.on('Network.responseReceived', ({ requestId, response }) => {
      if (response.url.includes('/api/')) apis.add(requestId);
    });
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (!apis.has(requestId)) transferred += encodedDataLength;
    });

    await operator.open();
    await session.detach();

    note(`first load: ${transferred} bytes transferred; all files by gzip: ${gzipBytes} bytes`);
    expect(transferred).to.be.within(1, FIRST_LOAD_BYTES);
    expect(gzipBytes).to.be.at.most(FIRST_LOAD_BYTES);
  });

  it(`can be used in under ${INTERACTIVE_MS} ms`, async function () {
    this.timeout(TIMEOUT_MS);
    const work = await best(
      'until it can be used',
      ({ wallMs }) => wallMs < INTERACTIVE_MS,
      () =>
        workOf(operator.page, async () => {
          await operator.page.goto(`${app.url}/errors`, { waitUntil: 'commit' });
          await operator.page.getByRole('combobox', { name: 'Range' }).waitFor();
        }),
    );
    await operator.settled();

    expect(Math.min(work.wallMs, work.cpuMs)).to.be.below(INTERACTIVE_MS);
  });

  it(`draws seven days of 500 series in under ${RENDER_MS} ms once they are there`, async function () {
    this.timeout(TIMEOUT_MS);
    const { page } = operator;
    const isGood = ({ cpuAfterAnswersMs }: Work) => cpuAfterAnswersMs < RENDER_MS;
    const work = await best('seven days of 500 methods', isGood, async () => {
      await operator.open('methods?range=1h');
      return workOf(page, async () => {
        await page.getByRole('combobox', { name: 'Range' }).selectOption('7d');
        await operator.settled();
      });
    });

    expect(await page.getByRole('region', { name: 'Methods: table' }).count()).to.equal(1);
    expect(work.cpuAfterAnswersMs).to.be.within(1, RENDER_MS);
  });

  it(`has no frame over ${FRAME_MS} ms while 2,000 observers are scrolled through`, async function () {
    this.timeout(TIMEOUT_MS);
    const { page } = operator;
    await operator.open('observers?range=1h');
    const table = page.getByRole('region', { name: 'Observers: table' });
    await table.scrollIntoViewIfNeeded();
    const isGood = ({ longestMs, frameMs }: Work) => longestMs < FRAME_MS && frameMs < FRAME_MS;
    const work = await best('scrolling', isGood, () =>
      workOf(page, async () => {
        await table.evaluate(async (box) => {
          box.scrollTop = 0;
          for (let frame = 0; frame < 60; frame += 1) {
            box.scrollTop += frame % 3 === 0 ? 900 : 120;
            await new Promise(requestAnimationFrame);
          }
        });
      }),
    );

    expect(await table.evaluate(({ scrollTop }) => scrollTop)).to.be.greaterThan(10_000);
    expect(work.longestMs).to.be.below(FRAME_MS);
  });

  it(`has no frame over ${FRAME_MS} ms while one zooms`, async function () {
    this.timeout(TIMEOUT_MS);
    const { page } = operator;
    const isGood = ({ longestMs, frameMs }: Work) => longestMs < FRAME_MS && frameMs < FRAME_MS;
    const work = await best('zooming', isGood, async () => {
      await operator.open('methods?range=7d');
      return workOf(page, async () => {
        await operator.dragOver(/^Calls that ended well/, 0.4, 0.8);
        await operator.settled();
      });
    });

    expect(work.longestMs).to.be.below(FRAME_MS);
  });
});
