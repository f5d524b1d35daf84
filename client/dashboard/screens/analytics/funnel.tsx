import { useEffect, useState } from 'preact/hooks';
import type { FunnelAnswer } from '../../../../common/read-analytics';
import { countText, valueText } from '../../format/value';
import { params, setParams } from '../../state/location';
import { msOf } from '../../state/range';
import { Panel } from '../../ui/panel';
import { ParamSelect } from '../../ui/param-select';
import { Shown } from '../../ui/states';
import { funnelSteps } from './funnel-steps';
import { useReportIf } from './use-report';

const withins = [
  ['1h', 'within an hour'],
  ['1d', 'within a day'],
  ['7d', 'within a week'],
  ['30d', 'within 30 days'],
] as const;

/** How many people did one thing, then the next, and so on. */
export function Funnel() {
  const { steps: text = '', within = '1d' } = params.value;
  const steps = funnelSteps(text);
  const answer = useReportIf(steps.length >= 2, 'funnel', {
    step: steps,
    withinMs: msOf(within),
  });
  return (
    <Panel
      title="Funnel"
      help="People who did the first step, then the second, in this order, the last within the given time of the first. What they did in between does not matter."
    >
      <div class="search">
        <StepsField kept={text} />
        <ParamSelect label="Time" param="within" options={[...withins].sort(usualFirst)} />
      </div>
      {steps.length < 2 && (
        <p class="empty">
          Name at least two steps, one a line, at most ten: an event such as “Task Added”, or a page
          such as “page:/lists/:id”.
        </p>
      )}
      <Shown answer={answer}>{(data) => <Steps answer={data} />}</Shown>
    </Panel>
  );
}

/** The first option stands for no choice. */
function usualFirst([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return Number(b === '1d') - Number(a === '1d');
}

function StepsField({ kept }: { kept: string }) {
  const [text, setText] = useState(kept);
  useEffect(() => setText(kept), [kept]);
  const show = (event: Event) => {
    event.preventDefault();
    setParams({ steps: funnelSteps(text).join('\n') || undefined });
  };
  return (
    <form class="steps" onSubmit={show}>
      <label>
        <span>Steps, one a line</span>
        <textarea
          rows={4}
          value={text}
          placeholder={'page:/lists\nTask Added'}
          onInput={({ currentTarget: { value } }) => setText(value)}
        />
      </label>
      <button type="submit" class="primary">
        Show
      </button>
    </form>
  );
}

function Steps({ answer: { steps } }: { answer: FunnelAnswer }) {
  const first = steps[0]?.people ?? 0;
  return (
    <ol class="funnel">
      {steps.map(({ event, people }, index) => {
        const before = index === 0 ? undefined : steps[index - 1]?.people;
        return (
          <li key={`${index} ${event}`}>
            <span class="funnel-name">{event}</span>
            <span class="funnel-bar" aria-hidden="true">
              <span style={{ width: `${first > 0 ? (people / first) * 100 : 0}%` }} />
            </span>
            <span>
              <strong>{countText(people)}</strong> {people === 1 ? 'person' : 'people'}
              {before !== undefined &&
                `, ${valueText(before > 0 ? people / before : undefined, 'ratio')} of the step before`}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
