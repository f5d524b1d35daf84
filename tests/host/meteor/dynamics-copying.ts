import type { AslAccess, EnvironmentVariable, VariablesOf } from './dynamics';
import { guarded } from './guarded';

/**
 * The variables from 3.1 on. A store carries all values in one array, which is
 * copied before it is changed, so a bound function gets all of them back.
 */
export const copyingVariables: VariablesOf = (asl, handlerOf) => {
  let nextSlot = 0;
  let callAsyncMethodRunning = false;

  class EnvironmentVariableAsync<T> implements EnvironmentVariable<T> {
    readonly slot = nextSlot++;

    get(): T | undefined {
      return valuesOf(asl)[this.slot] as T | undefined;
    }

    getOrNullIfOutsideFiber(): T | undefined {
      return this.get();
    }

    withValue<R>(value: T | null | undefined, func: () => R, options: object = {}): R {
      return asl._runAsync(func, this, { ...options, dynamics: withSlot(asl, this.slot, value) });
    }

    _set(value?: T): void {
      asl._updateAslStore('dynamics', withSlot(asl, this.slot, value));
    }

    _setNewContextAndGetCurrent(value?: T): T | undefined {
      const saved = this.get();
      this._set(value);
      return saved;
    }

    _isCallAsyncMethodRunning(): boolean {
      return callAsyncMethodRunning;
    }

    _setCallAsyncMethodRunning(value: boolean): void {
      callAsyncMethodRunning = value;
    }
  }

  return {
    EnvironmentVariable: EnvironmentVariableAsync,

    bindEnvironment: (func, onException, self) => {
      const bound = [...valuesOf(asl)];
      const handle = handlerOf(onException);

      return (...args) => {
        const run = () => guarded(() => func.apply(self, args), handle);
        return asl._runAsync(run, self, { dynamics: [...bound] });
      };
    },
  };
};

function valuesOf(asl: AslAccess): readonly unknown[] {
  return (asl._getValueFromAslStore('dynamics') as unknown[] | undefined) ?? [];
}

function withSlot(asl: AslAccess, slot: number, value: unknown): unknown[] {
  const copy = [...valuesOf(asl)];
  copy[slot] = value;
  return copy;
}
