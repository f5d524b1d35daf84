import { useEffect, useRef } from 'preact/hooks';
import type { ErrorSource } from '../../../../common/error-entry';
import type { ErrorsAnswer, ReadErrorGroup } from '../../../../common/read-errors';
import { rangeParams } from '../../data/read-address';
import { type Answer, useAnswer } from '../../data/use-answer';
import { agoText, timeText } from '../../format/time';
import { countText } from '../../format/value';
import { addressOf, setParams } from '../../state/location';
import { range, rangeLabel, setRange } from '../../state/range';
import { CopyButton } from '../../ui/copy-button';
import { type Fact, FactRow } from '../../ui/fact-row';
import { Link } from '../../ui/link';
import { Panel } from '../../ui/panel';
import { Shown } from '../../ui/states';
import { ErrorSamples } from './error-samples';
import { type Calls, shareOf } from './error-shares';
import { shareWords, whereText } from './error-words';
import { errorGroupAddress } from './errors-address';
import { isNew, type NewestRelease } from './newest-release';

interface Props {
  readonly group: string;
  readonly calls: Calls;
  readonly newest: NewestRelease | undefined;
}

/** One group: where it comes from, since when, and samples with their stacks. */
export function ErrorView({ group, calls, newest }: Props) {
  const { stepMs } = range.value;
  const answer = useAnswer<ErrorsAnswer>(
    errorGroupAddress(group, { rangeParams: rangeParams(), stepMs }),
  );
  const box = useRef<HTMLDivElement>(null);
  // The list it was picked from may be far below.
  useEffect(() => {
    if (document.activeElement?.classList.contains('row-name')) box.current?.focus();
    box.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const found = answer.data?.errors[0];
  return (
    <div class="error-view" ref={box} tabIndex={-1}>
      <Panel
        title={found ? `${found.errorName}: ${found.message}` : 'Error'}
        isWide
        actions={<Actions found={found} />}
      >
        <Body {...{ answer, calls, newest }} />
      </Panel>
    </div>
  );
}

interface BodyProps extends Omit<Props, 'group'> {
  readonly answer: Answer<ErrorsAnswer>;
}

function Body({ answer, calls, newest }: BodyProps) {
  const empty = (
    <>
      This error did not happen in the {rangeLabel.value}, with these filters.{' '}
      <button type="button" onClick={() => setRange('30d')}>
        Look at the last 30 days
      </button>
    </>
  );
  return (
    <Shown answer={answer} isEmpty={({ errors }) => errors.length === 0} empty={empty}>
      {({ errors: [group] }) =>
        group && (
          <>
            {isNew(group, newest) && (
              <p>
                <strong class="error-new">New in release {group.firstRelease}.</strong>
              </p>
            )}
            <FactRow facts={factsOf(group, calls)} />
            <Releases group={group} />
            <ErrorSamples samples={group.samples} />
          </>
        )
      }
    </Shown>
  );
}

function factsOf(group: ReadErrorGroup, calls: Calls): Fact[] {
  const { source, name, frame, expected, count, instances } = group;
  const screen = screens[source];
  return [
    [
      'in',
      screen ? (
        <Link to={screen} with={{ name }}>
          {whereText(group)}
        </Link>
      ) : (
        whereText(group)
      ),
    ],
    ['at', frame ? <code key="at">{frame}</code> : '–'],
    ['what it is', expected ? 'expected: the app meant it' : 'a defect: nobody meant it'],
    ['count', countText(count)],
    ['share', shareWords(shareOf(group, calls), calls.of(group))],
    ['first', `${agoText(group.firstAt)} (${timeText(group.firstAt)}), in ${group.firstRelease}`],
    ['last', `${agoText(group.lastAt)} (${timeText(group.lastAt)}), in ${group.lastRelease}`],
    ['instances', countText(instances)],
  ];
}

/** Where there is more of the name. */
const screens: Readonly<Partial<Record<ErrorSource, string>>> = {
  ...{ method: 'methods', publication: 'publications', http: 'http', job: 'jobs' },
};

function Releases({ group: { releases } }: { group: ReadErrorGroup }) {
  if (releases.length < 2) return null;
  return (
    <p>
      By release:{' '}
      {releases.map(({ release, count }) => `${release} ${countText(count)}`).join(', ')}.
    </p>
  );
}

function Actions({ found }: { found: ReadErrorGroup | undefined }) {
  return (
    <>
      {found && (
        <>
          <CopyButton label="Copy link" textOf={() => linkOf(found.group)} />
          <CopyButton label="Copy as JSON" textOf={() => JSON.stringify(found, undefined, 2)} />
          {found.name && (
            <Link to="traces" with={{ name: found.name, outcome: 'error' }}>
              Traces that failed
            </Link>
          )}
        </>
      )}
      <button type="button" onClick={() => setParams({ group: undefined, sample: undefined })}>
        Close
      </button>
    </>
  );
}

/** An address that shows the same tomorrow: with the range as it is now. */
function linkOf(group: string): string {
  const { from, to } = range.value;
  const address = addressOf('errors', {
    ...{ group, range: undefined, live: undefined },
    ...{ from: String(from), to: String(to) },
  });
  return new URL(address, document.baseURI).href;
}
