import { shapeOf } from './shape-of';
import { valuesByPath } from './values-by-path';

/** What a trace may keep of arguments; by default nothing. */
export interface ArgsOptions {
  readonly args: 'none' | 'shapes';
  /** Paths of values, such as `tasks.add.0.priority`. */
  readonly argValues: readonly string[];
}

/** What a trace keeps of the arguments of `name`; undefined where the app did not opt in. */
export function argsForTrace(
  name: string,
  args: ArrayLike<unknown>,
  options: ArgsOptions,
): TraceArgs | undefined {
  const shapes = options.args === 'shapes' ? shapeOf(args) : undefined;
  const values = valuesByPath(name, args, options.argValues);
  if (!shapes && !values) return undefined;
  return { ...(shapes && { shapes }), ...(values && { values }) };
}

/** What makes it of the parameters of a call as the client sent them; undefined where the app did not opt in. */
export function argsOfCall(
  options: ArgsOptions,
): ((name: string, params: unknown) => TraceArgs | undefined) | undefined {
  if (options.args === 'none' && options.argValues.length === 0) return undefined;
  return (name, params) => argsForTrace(name, Array.isArray(params) ? params : [], options);
}

interface TraceArgs {
  readonly shapes?: ReturnType<typeof shapeOf>;
  readonly values?: ReturnType<typeof valuesByPath>;
}
