import type { Status } from '../../../../common/status';
import { apiAddress } from '../../data/api';
import { useAnswer } from '../../data/use-answer';
import { rangeLabel } from '../../state/range';
import { whyNone } from './log-words';

const settings = JSON.stringify({ radiant: { logs: 'info' } }, undefined, 2);

/** Says why there are no lines, and how they come to be. */
export function NoLines() {
  const { data } = useAnswer<Status>(apiAddress('status'));
  const why = whyNone(data);
  if (why === 'off') return <LogsAreOff />;
  return (
    <>
      No line like that in the {rangeLabel.value}.{' '}
      {why === 'degraded'
        ? `Not all of them are recorded: ${data?.hooks.logs?.reason}. `
        : 'Lines below the level of the option logs are not recorded. '}
      Choose a lower level, clear the search, or widen the range.
    </>
  );
}

function LogsAreOff() {
  return (
    <>
      <strong>
        Lines of the log are not recorded: the option logs is off, as it is by default.
      </strong>{' '}
      To record those of level info and above, put this into the app’s settings and restart it:
      <code class="log-settings">{settings}</code>
      or set <code>RADIANT_LOGS=info</code>. Each line then knows the call and the trace it belongs
      to; numbers, ids and quoted text in it are masked.
    </>
  );
}
