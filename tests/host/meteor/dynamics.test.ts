import { expect } from 'chai';
import { createDynamics, type Dynamics } from './dynamics';
import type { HostVersion } from './versions';

const VERSIONS: HostVersion[] = ['3.0.4', '3.1.2', '3.3.2', '3.4.1', '3.5'];

function variables(dynamics: Dynamics) {
  // Slot 0 belongs to the package `check` in every app.
  new dynamics.EnvironmentVariable();
  return {
    outer: new dynamics.EnvironmentVariable<string>(),
    inner: new dynamics.EnvironmentVariable<string>(),
  };
}

for (const version of VERSIONS) {
  describe(`dynamics of ${version}`, () => {
    it('gives a variable its value inside withValue only', async () => {
      const { outer } = variables(createDynamics(version));

      const seen = await outer.withValue('a', async () => {
        await null;
        return outer.get();
      });

      expect([seen, outer.get()]).to.deep.equal(['a', undefined]);
    });

    it('keeps the outer variable inside an inner one', () => {
      const { outer, inner } = variables(createDynamics(version));

      const seen = outer.withValue('a', () =>
        inner.withValue('b', () => [outer.get(), inner.get()]),
      );

      expect(seen).to.deep.equal(['a', 'b']);
    });

    it('binds the innermost variable, and outer ones from 3.1 on', () => {
      const dynamics = createDynamics(version);
      const { outer, inner } = variables(dynamics);
      const bound = outer.withValue('a', () =>
        inner.withValue('b', () => dynamics.bindEnvironment(() => [outer.get(), inner.get()])),
      );

      const seen = bound();

      expect(seen).to.deep.equal([version === '3.0.4' ? undefined : 'a', 'b']);
    });

    it('leaves all variables behind in _runFresh', () => {
      const dynamics = createDynamics(version);
      const { outer } = variables(dynamics);

      const seen = outer.withValue('a', () => dynamics._runFresh(() => outer.get()));

      expect(seen).to.equal(undefined);
    });

    it('hands the exceptions of a bound function to its handler, thrown or rejected', async () => {
      const { bindEnvironment } = createDynamics(version);
      const caught: unknown[] = [];
      const catching = (error: unknown) => {
        caught.push((error as Error).message);
      };

      bindEnvironment(() => {
        throw new Error('thrown');
      }, catching)();
      await bindEnvironment(async () => {
        throw new Error('rejected');
      }, catching)();

      expect(caught).to.deep.equal(['thrown', 'rejected']);
    });

    it('reports the exception of a bound function that has a name but no handler', () => {
      const printed: unknown[][] = [];
      const { bindEnvironment } = createDynamics(version, (...args) => printed.push(args));
      const error = new Error('oops');

      bindEnvironment(() => {
        throw error;
      }, 'a test')();

      expect(printed).to.deep.equal([['Exception in a test:', error]]);
    });
  });
}
