import { useMemo } from 'preact/hooks';
import { type StackFrame, stackFrames } from './stack-frames';

/** A stack: the app's own lines first, as that is where one looks; then all of it, in order. */
export function ErrorStack({ stack }: { stack: string }) {
  const frames = useMemo(() => stackFrames(stack), [stack]);
  const own = frames.filter(({ isOwn }) => isOwn);
  return (
    <>
      <h4>In your code</h4>
      {own.length > 0 ? (
        <Frames frames={own} />
      ) : (
        <p class="note">No line of the stack is of the app’s own code.</p>
      )}
      <details open={own.length === 0}>
        <summary>The whole stack, {frames.length} lines</summary>
        <Frames frames={frames} />
      </details>
    </>
  );
}

function Frames({ frames }: { frames: readonly StackFrame[] }) {
  return (
    <ol class="stack">
      {frames.map(({ fn, place, isOwn }, index) => (
        <li key={`${index}/${place}`} class={isOwn ? 'stack-own' : 'stack-foreign'}>
          <code>
            {fn || '(no name)'} <span class="stack-place">{place}</span>
          </code>
          {!isOwn && <span class="visually-hidden"> (not your code)</span>}
        </li>
      ))}
    </ol>
  );
}
