import { expect } from 'chai';
import { createInvocationContext } from '../../../server/pipeline/invocation-context';
import { anInvocation as invocationOf } from '../../support/samples';

const anInvocation = (name: string) => invocationOf('method', name);
const add = (a: number, b: number) => a + b;

describe('invocation context', () => {
  it('carries the invocation over an await, and gives back what the function returns', async () => {
    const context = createInvocationContext();
    const names: unknown[] = [];

    const sum = context.run(anInvocation('a'), add, undefined, [1, 2]);
    await context.run(
      anInvocation('a'),
      async () => {
        await Promise.resolve();
        names.push(context.current()?.name);
      },
      undefined,
      [],
    );

    expect(sum).to.equal(3);
    expect(names).to.deep.equal(['a']);
    expect(context.current()).to.equal(undefined);
  });

  it('is left for the time of a function, and taken up again after it', () => {
    const context = createInvocationContext();
    const seen: unknown[] = [];

    context.run(
      anInvocation('a'),
      () => {
        context.exit(() => seen.push(context.current()?.name));
        seen.push(context.current()?.name);
      },
      undefined,
      [],
    );

    expect(seen).to.deep.equal([undefined, 'a']);
  });

  it('calls what comes after it is closed, and carries nothing', () => {
    const context = createInvocationContext();
    context.close();

    const seen = context.run(anInvocation('a'), () => [context.current()], undefined, []);

    expect(seen).to.deep.equal([undefined]);
  });

  it('carries nothing once it is closed, and is not switched on again by a call that still leaves', () => {
    const context = createInvocationContext();
    const seen: unknown[] = [];

    context.run(
      anInvocation('a'),
      () => {
        context.close();
        seen.push(
          context.exit(() => 'left'),
          context.current(),
        );
      },
      undefined,
      [],
    );

    expect(seen).to.deep.equal(['left', undefined]);
  });
});
