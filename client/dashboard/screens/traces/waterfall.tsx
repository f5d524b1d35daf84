import { useMemo, useState } from 'preact/hooks';
import type { ReadTrace } from '../../../../common/read-traces';
import { durationText } from '../../format/value';
import { params, setParams } from '../../state/location';
import { Help } from '../../ui/help';
import { moveFocus } from './move-focus';
import { scaleTicks } from './scale-ticks';
import { SpanDetail } from './span-detail';
import { type SpanRow, spanRows } from './span-rows';
import { stepLabel, stepWords } from './step-words';
import './waterfall.css';

interface Props {
  /** All parts of one trace. */
  readonly parts: readonly ReadTrace[];
}

const rowsAtOnce = 500;

/** The steps of a trace on one scale of time, each below the step that made it. */
export function Waterfall({ parts }: Props) {
  const rows = useMemo(() => spanRows(parts), [parts]);
  const [shown, setShown] = useState(rowsAtOnce);
  const wholeMs = rows.reduce(
    (most, { startMs, span }) => Math.max(most, startMs + span.durationMs),
    0,
  );
  const picked = params.value.span;
  const focusable = rows.find(({ span }) => span.id === picked) ?? rows[0];
  return (
    <>
      <section
        class="waterfall"
        aria-label="Steps"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        tabIndex={0}
      >
        <table>
          <thead>
            <tr>
              <th scope="col" class="waterfall-step">
                <Help text="Pick a step to see more of it; arrow keys go from step to step.">
                  Step
                </Help>
              </th>
              <th scope="col" class="waterfall-time">
                <Scale wholeMs={wholeMs} />
              </th>
              <th scope="col" class="number">
                Took
              </th>
              <th scope="col" class="number waterfall-self">
                <Help text="While none of the steps below it was under way.">Self</Help>
              </th>
            </tr>
          </thead>
          <tbody onKeyDown={moveFocus}>
            {rows.slice(0, shown).map((row) => (
              <Step
                key={`${row.part}/${row.span.id}`}
                row={row}
                wholeMs={wholeMs}
                part={parts.length > 1 && row.isRoot ? parts[row.part] : undefined}
                isPicked={row.span.id === picked}
                isFocusable={row === focusable}
              />
            ))}
          </tbody>
        </table>
      </section>
      {rows.length > shown && (
        <p class="note">
          <button type="button" onClick={() => setShown(shown + rowsAtOnce)}>
            Show more of the {(rows.length - shown).toLocaleString('en')} steps that follow
          </button>
        </p>
      )}
    </>
  );
}

function Scale({ wholeMs }: { wholeMs: number }) {
  return (
    <span class="span-scale">
      <span class="visually-hidden">Timeline</span>
      {scaleTicks(wholeMs).map((atMs) => (
        <span key={atMs} class="span-tick" style={{ left: `${(100 * atMs) / wholeMs}%` }}>
          {durationText(atMs)}
        </span>
      ))}
    </span>
  );
}

interface StepProps {
  readonly row: SpanRow;
  readonly wholeMs: number;
  /** Where the step begins another process's part. */
  readonly part: ReadTrace | undefined;
  readonly isPicked: boolean;
  readonly isFocusable: boolean;
}

const deepest = 12;

function Step({ row, wholeMs, part, isPicked, isFocusable }: StepProps) {
  const { span, depth, selfMs } = row;
  const state = span.failed ? 'failed' : span.unfinished ? 'not finished' : '';
  return (
    <>
      <tr class={isPicked ? 'picked' : undefined}>
        <th scope="row" class="waterfall-step">
          <button
            type="button"
            class="span-step"
            aria-expanded={isPicked}
            tabIndex={isFocusable ? 0 : -1}
            style={{ paddingLeft: `${6 + 14 * Math.min(depth, deepest)}px` }}
            onClick={() => setParams({ span: isPicked ? undefined : span.id }, 'replace')}
          >
            <span class={`span-kind span-kind-${span.kind.replace('.', '-')}`}>
              {stepWords[span.kind]}
            </span>
            {stepLabel(span) !== span.kind && <span class="span-name">{stepLabel(span)}</span>}
            {state && <strong class="trace-bad">{state}</strong>}
            {part && <span class="span-host">on {part.resource.host}</span>}
          </button>
        </th>
        <td class="waterfall-time">
          <Bar row={row} wholeMs={wholeMs} />
        </td>
        <td class="number">{durationText(span.durationMs)}</td>
        <td class="number waterfall-self">{durationText(selfMs)}</td>
      </tr>
      {isPicked && (
        <tr class="span-detail">
          <td colSpan={4}>
            <SpanDetail row={row} />
          </td>
        </tr>
      )}
    </>
  );
}

/** Where in the whole a step was; of a call, the part on the CPU is darker. */
function Bar({ row: { span, startMs }, wholeMs }: Pick<StepProps, 'row' | 'wholeMs'>) {
  const percent = (ms: number, of: number) => `${of > 0 ? Math.min(100, (100 * ms) / of) : 0}%`;
  const kind = `span-kind-${span.kind.replace('.', '-')}`;
  return (
    <span class="span-track" aria-hidden="true">
      <span
        class={`span-bar ${kind}${span.unfinished ? ' span-bar-open' : ''}${span.failed ? ' span-bar-failed' : ''}`}
        style={{ left: percent(startMs, wholeMs), width: percent(span.durationMs, wholeMs) }}
      >
        {span.onCpuMs !== undefined && (
          <span class="span-bar-cpu" style={{ width: percent(span.onCpuMs, span.durationMs) }} />
        )}
      </span>
    </span>
  );
}
