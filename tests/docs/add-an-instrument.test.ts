import { createRequire } from 'node:module';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import type { Recorder } from '../../common/recorder';
import type { Undo } from '../../common/undo';
import { describeInstrument } from '../support/describe-instrument';
import { blocksOf, root, textOf } from './documents';

interface Example {
  instrumentLog(target: { info(...args: unknown[]): unknown }, recorder: Recorder): Undo;
}

const { instrumentLog } = run(
  blocksOf(textOf('docs/add-an-instrument.md'))
    .filter(({ language }) => language === 'ts')
    .map(({ code }) => code)
    .join('\n'),
) as Example;

describe('docs/add-an-instrument.md', () => {
  describeInstrument('its example', {
    makeTarget: () => ({ info: (...args: unknown[]) => args.length }),
    install: instrumentLog,
    touched: (target) => ({ target }),
    exercise: async (target) => {
      target.info('a line');
    },
  });
});

/** What the page's code exports, run as a file of an instrument. */
function run(code: string): unknown {
  const { code: plain } = transformSync(code, { loader: 'ts', format: 'cjs' });
  const load = createRequire(join(root, 'server/instruments/log/log.ts'));
  const module = { exports: {} };
  new Function('require', 'module', 'exports', plain)(load, module, module.exports);
  return module.exports;
}
