import { useMemo } from 'preact/hooks';
import type { ErrorsAnswer } from '../../../../common/read-errors';
import type { Answer } from '../../data/use-answer';
import { params } from '../../state/location';
import { rangeLabel } from '../../state/range';
import { Chart } from '../../ui/chart';
import { Shown } from '../../ui/states';
import { errorLines } from './error-lines';

interface Props {
  readonly answers: ReadonlyArray<Answer<ErrorsAnswer>>;
}

/** How many errors there were: of the group that was picked, or of all. */
export function ErrorsOverTime({ answers }: Props) {
  const { group } = params.value;
  const found = answers.map(({ data }) => data);
  const lines = useMemo(() => {
    const known = found.flatMap((data) => data ?? []);
    const isListed = known.some(({ errors }) => errors.some((one) => one.group === group));
    return errorLines(
      known.map((data) => ({
        ...data,
        errors: data.errors.filter((one) => !isListed || one.group === group),
      })),
    );
  }, [...found, group]);
  // The first that failed or is on its way speaks for both.
  const answer = answers.find(({ error, data }) => error || !data) ?? answers[0];
  if (!answer) return null;
  return (
    <Shown
      answer={answer}
      isEmpty={() => lines.lines.length === 0}
      empty={<>Nothing failed in the {rangeLabel.value}, with these filters.</>}
    >
      {() => (
        <Chart
          title={group ? 'This error' : 'Errors, by group'}
          help="How many errors of a group there were in each step of the range; the eight groups with the most."
          shown="count"
          data={lines}
        />
      )}
    </Shown>
  );
}
