import { useMemo } from 'preact/hooks';
import { linesOf, quantileLines } from '../../data/chart-data';
import { useReads } from '../../data/use-reads';
import { rangeLabel } from '../../state/range';
import { Chart } from '../../ui/chart';
import { definitionOf } from '../../ui/help';
import { Panel } from '../../ui/panel';
import { Shown } from '../../ui/states';
import { emailReads } from './job-reads';

/** E-mail that the app sends: how much of it, and how long that takes. */
export function EmailPanel() {
  const answer = useReads(emailReads);
  const data = useMemo(() => {
    return {
      sent: linesOf(answer.data?.sent, {
        labelOf: ({ dims }) => (dims.outcome === 'error' ? 'failed' : 'sent'),
      }),
      quantiles: quantileLines(answer.data ?? {}),
    };
  }, [answer.data]);
  return (
    <Panel title="E-mail" isWide>
      <Shown
        answer={answer}
        isEmpty={({ sent }) => !sent?.rows.length}
        empty={`The app sent no e-mail in the ${rangeLabel.value}. What Email.sendAsync sends is counted here.`}
      >
        {() => (
          <div class="panels">
            <Chart
              title="E-mails"
              {...{ help: definitionOf('email.sent'), shown: 'count', data: data.sent }}
            />
            <Chart
              title="Time to send one"
              {...{ help: definitionOf('email.duration'), shown: 'ms', data: data.quantiles }}
            />
          </div>
        )}
      </Shown>
    </Panel>
  );
}
