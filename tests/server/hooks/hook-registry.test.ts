import { expect } from 'chai';
import { createHookRegistry } from '../../../server/hooks/hook-registry';

describe('hook registry', () => {
  it('keeps the others in when one hook fails, and says why it is off, once', () => {
    const warnings: string[] = [];
    const hooks = createHookRegistry((message) => warnings.push(message));

    hooks.install('good', () => () => undefined);
    hooks.install('bad', () => {
      throw new Error('Session.prototype has no send');
    });

    expect(hooks.status()).to.deep.equal({
      good: { state: 'ok' },
      bad: { state: 'off', reason: 'Session.prototype has no send' },
    });
    expect(warnings).to.deep.equal(['hook bad is off: Session.prototype has no send']);
  });

  it('takes all hooks out, the last one first', () => {
    const log: string[] = [];
    const hooks = createHookRegistry(() => undefined);
    hooks.install('first', () => () => log.push('first'));
    hooks.install('second', () => () => log.push('second'));

    hooks.undo();
    hooks.undo();

    expect(log).to.deep.equal(['second', 'first']);
  });

  it('lets a hook become degraded later', () => {
    const hooks = createHookRegistry(() => undefined);
    hooks.install('methods', () => () => undefined);

    hooks.set('methods', 'degraded', 'no "updated"');

    expect(hooks.status().methods).to.deep.equal({ state: 'degraded', reason: 'no "updated"' });
  });
});
