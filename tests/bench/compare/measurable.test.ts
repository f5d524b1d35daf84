import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { aFolder } from '../../support/a-folder';
import { measurable } from './measurable';

describe('measurable', () => {
  const folder = aFolder();

  it('leaves out what the other side cannot measure, and says why', async () => {
    const script = join(folder.path, 'side.cjs');
    writeFileSync(
      script,
      `process.on('message', ({ subject }) =>
        process.send(subject === 'database command' ? { failed: 'no such thing' } : { times: [1] }));
      process.on('disconnect', () => process.exit());`,
    );
    const refused: string[] = [];

    const names = await measurable(
      script,
      ['a value recorded', 'database command'],
      (name, reason) => refused.push(`${name}: ${reason}`),
    );

    expect(names).to.deep.equal(['a value recorded']);
    expect(refused).to.deep.equal(['database command: no such thing']);
  });
});
