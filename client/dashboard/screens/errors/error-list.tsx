import { useMemo } from 'preact/hooks';
import type { ErrorsAnswer, ReadErrorGroup } from '../../../../common/read-errors';
import type { Answer } from '../../data/use-answer';
import { timeText } from '../../format/time';
import { params, setParams } from '../../state/location';
import { range, rangeLabel } from '../../state/range';
import { DataTable } from '../../ui/data-table';
import { Panel } from '../../ui/panel';
import { Shown } from '../../ui/states';
import { type Around, errorColumns } from './error-columns';
import { stepsOf } from './error-lines';
import { listLimit } from './errors-address';

interface Props {
  readonly title: string;
  readonly help: string;
  readonly answer: Answer<ErrorsAnswer>;
  readonly around: Omit<Around, 'times'>;
  readonly sortParam: string;
}

/** Groups of errors, the most frequent first. */
export function ErrorList({ title, help, answer, around, sortParam }: Props) {
  return (
    <Panel title={title} help={help} isWide>
      <Shown
        answer={answer}
        isEmpty={({ errors }) => errors.length === 0}
        empty={<>None in the {rangeLabel.value}, with these filters.</>}
      >
        {(found) => <Found {...{ title, found, around, sortParam }} />}
      </Shown>
    </Panel>
  );
}

interface FoundProps extends Pick<Props, 'title' | 'around' | 'sortParam'> {
  readonly found: ErrorsAnswer;
}

function Found({ title, found, around: { calls, newest }, sortParam }: FoundProps) {
  const { errors, more, keptFrom } = found;
  const columns = useMemo(
    () => errorColumns({ calls, newest, times: stepsOf(found) }),
    [found, calls, newest],
  );
  const isLatest = params.value.order === 'lastAt';
  return (
    <>
      {more && (
        <p class="note">
          These are the {listLimit} {isLatest ? 'that happened last' : 'most frequent'}; there are
          more. Narrow the search or the range to see others.
        </p>
      )}
      {keptFrom !== undefined && keptFrom > range.value.from && (
        <p class="note">Errors are kept since {timeText(keptFrom)}.</p>
      )}
      <DataTable<ReadErrorGroup>
        label={title}
        rows={errors}
        columns={columns}
        keyOf={({ group }) => group}
        sortedBy={isLatest ? 'last.desc' : 'count.desc'}
        sortParam={sortParam}
        picked={params.value.group}
        onPick={({ group }) => pick(group)}
      />
    </>
  );
}

/** The same again picks none. */
function pick(group: string): void {
  const isPicked = params.value.group === group;
  setParams({ group: isPicked ? undefined : group, sample: undefined });
}
