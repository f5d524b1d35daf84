import type { Invocation } from '../../common/invocation';
import { OTHER } from '../../common/metrics';
import type { Recorder } from '../../common/recorder';
import { watchHandedOut } from '../../common/settle';
import type { SpanAttributes } from '../../common/trace';
import { Work } from '../../common/work';
import { type AppDims, isAppName } from './app-dims';
import { fewAttributes } from './attributes';
import type { Recording } from './recording';

export interface SpanOptions {
  /** Shown with the span in traces, as they are: at most ten, texts cut at 200 characters. */
  readonly attributes?: SpanAttributes | undefined;
}

/** Names whose dimensions are kept, so that a span makes none. */
const mostNames = 1000;

/** Makes `Radiant.span`. */
export function createSpans(recording: Recording) {
  const known = new Map<string, AppDims>();

  function dimsOf(name: unknown, recorder: Recorder): AppDims {
    const dims = known.get(name as string);
    if (dims) return dims;
    if (!isAppName(name)) {
      recorder.drop('invalid', 1);
      return other;
    }
    const made = { name, labels: '' };
    if (known.size < mostNames) known.set(name, made);
    return made;
  }

  return <Result>(name: string, fn: () => Result, options?: SpanOptions): Result => {
    const { recorder } = recording;
    return recorder ? timed(recorder, dimsOf(name, recorder), fn, options?.attributes) : fn();
  };
}

const other: AppDims = { name: OTHER, labels: '' };

function timed<Result>(
  recorder: Recorder,
  dims: AppDims,
  fn: () => Result,
  attributes: SpanAttributes | undefined,
): Result {
  const invocation = recorder.context.current();
  const startedAt = recorder.now();
  const span = invocation && openSpan(invocation, dims.name, startedAt, attributes);

  function ended(failed: boolean): void {
    const at = recorder.now();
    recorder.record({ kind: 'metric', metric: 'app.duration', dims, value: at - startedAt });
    if (span) span.work.trace?.close(span.work.span, at, failed, span.work.cpuMs);
    // Of a trace without room, this counts it.
    else invocation?.work.add('custom', dims.name, startedAt, at, { failed });
  }

  let result: Result;
  try {
    result = span ? runInside(recorder, span, fn) : fn();
  } catch (error) {
    ended(true);
    throw error;
  }
  return watchHandedOut(result, ended);
}

/**
 * What runs while a span of the app's does: the same invocation, with the
 * span's own work, so that what begins inside is placed under the span.
 */
class SpanScope implements Invocation {
  constructor(
    private readonly invocation: Invocation,
    readonly work: Work,
  ) {}

  get kind(): Invocation['kind'] {
    return this.invocation.kind;
  }

  /** That of a route is known late. */
  get name(): string {
    return this.invocation.name;
  }

  get parent(): Invocation | undefined {
    return this.invocation.parent;
  }

  get ended(): boolean {
    return this.invocation.ended;
  }
}

function openSpan(
  invocation: Invocation,
  name: string,
  startedAt: number,
  attributes: SpanAttributes | undefined,
): SpanScope | undefined {
  const { work } = invocation;
  if (!work.trace) return undefined;
  const index = work.trace.open('custom', name, work.span, startedAt, fewAttributes(attributes));
  if (index < 0) return undefined;
  return new SpanScope(invocation, new Work(work.trace, index, work, startedAt));
}

/** Its synchronous time is that of all spans around it too, and of the invocation. */
function runInside<Result>({ context, cpu }: Recorder, span: SpanScope, fn: () => Result): Result {
  const slice = { cpuMs: 0 };
  cpu.enter(slice);
  try {
    return context.run(span, fn, undefined, []);
  } finally {
    cpu.leave();
    for (let work: Work | undefined = span.work; work; work = work.outer) {
      work.cpuMs += slice.cpuMs;
    }
  }
}
