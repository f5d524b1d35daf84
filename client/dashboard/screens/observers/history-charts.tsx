import { useMemo } from 'preact/hooks';
import type { ObserverHistory } from '../../../../common/observer-history';
import type { Answer } from '../../data/use-answer';
import { rangeLabel } from '../../state/range';
import { Chart } from '../../ui/chart';
import { Shown } from '../../ui/states';
import { cpuLines, evaluationLines, handleLines, turnoverLines } from './history-lines';

/** How observers went over time: all of them, or what is picked. */
export function HistoryCharts({ answer }: { answer: Answer<ObserverHistory> }) {
  return (
    <Shown
      answer={answer}
      isEmpty={({ points }) => points.length === 0}
      empty={`No process reported in the ${rangeLabel.value}. Look at a longer range, or at the screen Radiant.`}
    >
      {(history) => <Charts history={history} />}
    </Shown>
  );
}

function Charts({ history }: { history: ObserverHistory }) {
  const lines = useMemo(
    () => ({
      cpu: cpuLines(history),
      evaluations: evaluationLines(history),
      handles: handleLines(history),
      turnover: turnoverLines(history),
    }),
    [history],
  );
  return (
    <div class="observer-history">
      <Chart
        title="CPU of observers"
        help="Synchronous time of evaluations and callbacks; 100 % CPU is one core. All processes together."
        shown="msPerSecond"
        data={lines.cpu}
        height={160}
      />
      <Chart
        title="Evaluations"
        help="How often a driver looked at a mutation, or, polling, at a document. In vain: it changed nothing of what the query gives. Drivers that cannot be counted are not in it."
        shown="perSecond"
        isStacked
        data={lines.evaluations}
        height={160}
      />
      <Chart
        title="Live handles and multiplexers"
        help="At the end of each step. Handles that rise and never fall are a leak; left behind are those that outlived their subscription."
        shown="count"
        data={lines.handles}
        height={160}
      />
      <Chart
        title="Opened and stopped"
        help="Handles that got a multiplexer of their own, that joined one that was there, and that ended."
        shown="perSecond"
        data={lines.turnover}
        height={160}
      />
    </div>
  );
}
