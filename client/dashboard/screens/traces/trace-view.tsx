import { useEffect, useRef } from 'preact/hooks';
import type { ReadTrace, TracesAnswer } from '../../../../common/read-traces';
import { type Answer, useAnswer } from '../../data/use-answer';
import { timeText } from '../../format/time';
import { addressOf, setParams } from '../../state/location';
import { CopyButton } from '../../ui/copy-button';
import { Panel } from '../../ui/panel';
import { Shown } from '../../ui/states';
import { TraceAround } from './trace-around';
import { TraceFacts } from './trace-facts';
import { TraceStory } from './trace-story';
import { partLimit, traceAddress } from './traces-address';
import { Waterfall } from './waterfall';

/** One trace: what took the time, its steps, and what was around it. */
export function TraceView({ traceId }: { traceId: string }) {
  const answer = useAnswer<TracesAnswer>(traceAddress(traceId));
  const box = useRef<HTMLDivElement>(null);
  // The list it was picked from may be far below.
  useEffect(() => {
    if (document.activeElement?.classList.contains('row-name')) box.current?.focus();
    box.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const parts = inOrder(answer.data?.traces ?? []);
  const [first] = parts;
  return (
    <div class="trace" ref={box} tabIndex={-1}>
      <Panel
        title={first ? `Trace of ${first.name}` : 'Trace'}
        isWide
        actions={<Actions parts={parts} />}
      >
        <Body traceId={traceId} answer={answer} parts={parts} />
      </Panel>
    </div>
  );
}

interface BodyProps {
  readonly traceId: string;
  readonly answer: Answer<TracesAnswer>;
  readonly parts: readonly ReadTrace[];
}

function Body({ traceId, answer, parts }: BodyProps) {
  const keptFrom = answer.data?.keptFrom;
  const empty = (
    <>
      No trace <code>{traceId}</code> is kept. It was not among those worth keeping, or it is too
      long ago{keptFrom !== undefined && `: traces are kept since ${timeText(keptFrom)}`}.
    </>
  );
  return (
    <Shown answer={answer} isEmpty={({ traces }) => traces.length === 0} empty={empty}>
      {({ more }) => (
        <>
          {parts.map((part) => (
            <section key={`${part.resource.instance}/${part.spans?.[0]?.id}`} class="trace-part">
              {parts.length > 1 && (
                <h3>
                  {part.name} on {part.resource.host}
                </h3>
              )}
              <TraceFacts trace={part} />
              <TraceStory trace={part} />
            </section>
          ))}
          {more && (
            <p class="note">
              More than {partLimit} calls have this id; these are the newest. A client that sends
              the same <code>traceparent</code> every time does that.
            </p>
          )}
          <h3>Steps</h3>
          <Waterfall parts={parts} />
          <TraceAround parts={parts} />
        </>
      )}
    </Shown>
  );
}

function Actions({ parts }: { parts: readonly ReadTrace[] }) {
  const close = () => setParams({ trace: undefined, span: undefined, ddp: undefined });
  return (
    <>
      {parts.length > 0 && (
        <>
          <CopyButton label="Copy link" textOf={() => linkOf(parts)} />
          <CopyButton label="Copy as JSON" textOf={() => jsonOf(parts)} />
        </>
      )}
      <button type="button" onClick={close}>
        Close
      </button>
    </>
  );
}

/** The one that began first is the one that called the others. */
function inOrder(parts: readonly ReadTrace[]): ReadTrace[] {
  return [...parts].sort((a, b) => a.at - b.at);
}

function jsonOf(parts: readonly ReadTrace[]): string {
  return JSON.stringify(parts.length === 1 ? parts[0] : parts, undefined, 2);
}

const aroundMs = 15 * 60_000;

/** An address that shows the same tomorrow: the range is that around the trace. */
function linkOf(parts: readonly ReadTrace[]): string {
  const from = Math.min(...parts.map(({ at }) => at)) - aroundMs;
  const to = Math.max(...parts.map(({ at, durationMs }) => at + durationMs)) + aroundMs;
  const address = addressOf('traces', {
    ...{ trace: parts[0]?.traceId, range: undefined, live: undefined },
    ...{ from: String(Math.round(from)), to: String(Math.round(to)) },
  });
  return new URL(address, document.baseURI).href;
}
