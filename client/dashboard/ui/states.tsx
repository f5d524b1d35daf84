import type { ComponentChildren } from 'preact';
import type { Answer } from '../data/use-answer';
import { rangeLabel } from '../state/range';

interface Props<T> {
  readonly answer: Answer<T>;
  /** Whether there is nothing in the answer. */
  readonly isEmpty?: (data: T) => boolean;
  /** What that means, and what to do; a sentence. */
  readonly empty?: ComponentChildren;
  readonly children: (data: T) => ComponentChildren;
}

/** Shows an answer, or why there is none: on its way, failed, or empty. */
export function Shown<T>({ answer, isEmpty, empty, children }: Props<T>) {
  const { data, error, isLoading } = answer;
  return (
    <div class="shown" aria-busy={isLoading}>
      {error && <Failure message={error.message} isPartial={data !== undefined} />}
      {data === undefined && isLoading && <Loading />}
      {data !== undefined && isEmpty?.(data) && (
        <p class="empty">{empty ?? `Nothing in the ${rangeLabel.value}.`}</p>
      )}
      {data !== undefined && !isEmpty?.(data) && children(data)}
    </div>
  );
}

export function Loading() {
  return (
    <p class="loading" role="status">
      Loading …
    </p>
  );
}

function Failure({ message, isPartial }: { message: string; isPartial: boolean }) {
  return (
    <p class="failure" role="alert">
      <strong>{isPartial ? 'This may be out of date.' : 'This could not be loaded.'}</strong>{' '}
      {message}
    </p>
  );
}
