import { patchMethod } from '../../../common/patch-method';
import type { Recorder } from '../../../common/recorder';
import { watchHandedOut } from '../../../common/settle';
import { type Undo, undoable } from '../../../common/undo';
import { createHooksByName } from './hooks-by-name';
import type { JobRunner } from './job-runner';

interface Definition {
  /** Awaited when it takes one argument; one that takes two calls the second when it is done. */
  fn(...args: never[]): unknown;
}

type Definitions = Record<string, Definition | undefined>;

/** The part of an `Agenda` that is touched: agenda 6, and 4 and 5 with their underscore. */
export interface AgendaTarget {
  readonly definitions?: Definitions;
  readonly _definitions?: Definitions;
  define(...args: never[]): unknown;
}

export function isAgenda(thing: object): thing is AgendaTarget {
  const { define } = thing as Partial<AgendaTarget>;
  return typeof define === 'function' && definitionsOf(thing) !== undefined;
}

/** Records the jobs of one agenda, defined before and after. Jobs it forks run elsewhere. */
export function hookAgenda(agenda: AgendaTarget, runner: JobRunner, recorder: Recorder): Undo {
  return undoable((defer) => {
    const hooks = createHooksByName();
    defer(hooks.undo);

    function ensure(name: string): void {
      const definition = definitionsOf(agenda)?.[name];
      if (!definition) return;
      hooks.ensure(name, definition, () =>
        patchMethod(definition, 'fn', (fn) => watched(fn as Processor, name, runner)),
      );
    }

    for (const name of Object.keys(definitionsOf(agenda) ?? {})) ensure(name);
    defer(
      patchMethod(agenda, 'define', (define) => {
        return function (this: unknown) {
          // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
          const result: unknown = Reflect.apply(define, this, arguments);
          try {
            // biome-ignore lint/complexity/noArguments: as above
            ensure(String(arguments[0]));
          } catch (error) {
            recorder.failed(error);
          }
          return result;
        };
      }),
    );
  });
}

type Processor = (...args: unknown[]) => unknown;

function watched(fn: Processor, name: string, runner: JobRunner): Processor {
  const callsBack = fn.length === 2;
  return function (this: unknown, ...args: unknown[]) {
    const [job, done] = args;
    return callsBack && typeof done === 'function'
      ? runCallingBack({ fn, self: this, job, done: done as Processor }, name, runner)
      : runner.run({ name }, fn, this, args);
  };
}

interface CallingBack {
  readonly fn: Processor;
  readonly self: unknown;
  readonly job: unknown;
  readonly done: Processor;
}

/** It is over when it calls `done`, whatever it returns, or when it throws. */
function runCallingBack({ fn, self, job, done }: CallingBack, name: string, runner: JobRunner) {
  const run = runner.begin({ name });
  function ended(this: unknown, ...args: unknown[]) {
    const [error] = args;
    runner.end(run, Boolean(error), error);
    return Reflect.apply(done, this, args);
  }
  let result: unknown;
  try {
    result = runner.call(run, fn, self, [job, ended]);
  } catch (error) {
    runner.end(run, true, error);
    throw error;
  }
  return watchHandedOut(result, (failed, error) => {
    if (failed) runner.end(run, true, error);
  });
}

function definitionsOf(thing: object): Definitions | undefined {
  const { definitions, _definitions } = thing as Partial<AgendaTarget>;
  const found = definitions ?? _definitions;
  return typeof found === 'object' && found !== null ? found : undefined;
}
