import type { AslAccess, EnvironmentVariable, VariablesOf } from './dynamics';
import { guarded } from './guarded';

type Upper = Record<number, unknown>;

/**
 * The variables of 3.0.x. A store knows the slot it was made for and its value,
 * and the values of the slots above. A bound function gets slot and value back,
 * but nothing of what was above.
 */
export const nestedVariables: VariablesOf = (asl, handlerOf) => {
  let nextSlot = 0;
  let callAsyncMethodRunning = false;

  class EnvironmentVariableAsync<T> implements EnvironmentVariable<T> {
    readonly slot = nextSlot++;

    get(): T | undefined {
      const inner = asl._getValueFromAslStore('slotCall') === this.slot;
      const value = inner ? asl._getValueFromAslStore('currentValue') : upperOf(asl)[this.slot];
      return value as T | undefined;
    }

    getOrNullIfOutsideFiber(): T | undefined {
      return this.get();
    }

    withValue<R>(value: T | null | undefined, func: () => R, options: object = {}): R {
      const upperCallDynamics = { ...upperOf(asl), [this.slot]: value };
      const callId = `${this.slot}-${Math.random()}`;
      const inner = () => {
        asl._updateAslStore('currentValue', value);
        asl._updateAslStore('upperCallDynamics', upperCallDynamics);
        return func();
      };
      return asl._runAsync(inner, this, { callId, slotCall: this.slot, ...options });
    }

    // Nobody reads this key: in 3.0.x the call has no effect on `get`.
    _set(value?: T): void {
      const dynamics = asl._getValueFromAslStore('_meteor_dynamics') as unknown[] | undefined;
      if (dynamics) dynamics[this.slot] = value;
    }

    _setNewContextAndGetCurrent(value?: T): T | undefined {
      const dynamics = asl._getValueFromAslStore('_meteor_dynamics') as unknown[] | undefined;
      const saved = dynamics?.[this.slot];
      this._set(value);
      return saved as T | undefined;
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
      const currentValue = asl._getValueFromAslStore('currentValue');
      const slotCall = asl._getValueFromAslStore('slotCall');
      const handle = handlerOf(onException);

      return (...args) => {
        const run = () =>
          guarded(() => {
            if (slotCall) asl._updateAslStore('currentValue', currentValue);
            return func.apply(self, args);
          }, handle);
        return asl._runAsync(run, self, { callId: `bindEnvironment-${Math.random()}`, slotCall });
      };
    },
  };
};

function upperOf(asl: AslAccess): Upper {
  return (asl._getValueFromAslStore('upperCallDynamics') as Upper | undefined) ?? {};
}
