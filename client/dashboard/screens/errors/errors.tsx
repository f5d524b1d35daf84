import { useMemo } from 'preact/hooks';
import type { ErrorsAnswer } from '../../../../common/read-errors';
import { rangeParams } from '../../data/read-address';
import { useAnswer } from '../../data/use-answer';
import { useReads } from '../../data/use-reads';
import { params } from '../../state/location';
import { range } from '../../state/range';
import { Panel } from '../../ui/panel';
import { ErrorList } from './error-list';
import { ErrorSearch } from './error-search';
import { callReads, callsFrom } from './error-shares';
import { ErrorView } from './error-view';
import { headline } from './error-words';
import { errorListAddress } from './errors-address';
import { ErrorsOverTime } from './errors-over-time';
import { useNewestRelease } from './use-newest-release';
import './errors.css';

/** Groups of errors, defects first; above them the one that was picked. */
export function Errors() {
  const { group } = params.value;
  const asked = { params: params.value, rangeParams: rangeParams(), stepMs: range.value.stepMs };
  const defects = useAnswer<ErrorsAnswer>(errorListAddress(false, asked));
  const expected = useAnswer<ErrorsAnswer>(errorListAddress(true, asked));
  const answers = [defects, expected];
  const { data: reads } = useReads(callReads);
  const calls = useMemo(() => callsFrom(reads), [reads]);
  const newest = useNewestRelease();
  const around = { calls, newest };
  const first = headline(defects.data?.errors ?? [], newest);

  return (
    <div class="panels">
      {group && <ErrorView key={group} group={group} {...around} />}
      <Panel title="Errors over time" isWide>
        <ErrorSearch answers={answers} />
        {first && <p class="errors-first">{first}</p>}
        <ErrorsOverTime answers={answers} />
      </Panel>
      <ErrorList
        title="Defects"
        help="Errors that nobody meant: bugs, failed queries, broken connections."
        answer={defects}
        around={around}
        sortParam="sort"
      />
      <ErrorList
        title="Expected errors"
        help="What the app refused on purpose: a Meteor.Error, a failed check, a rate limit."
        answer={expected}
        around={around}
        sortParam="sortExpected"
      />
    </div>
  );
}
