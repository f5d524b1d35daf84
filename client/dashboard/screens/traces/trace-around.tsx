import type { ErrorsAnswer } from '../../../../common/read-errors';
import type { LogsAnswer } from '../../../../common/read-logs';
import type { ReadTrace } from '../../../../common/read-traces';
import { apiAddress } from '../../data/api';
import { useAnswer } from '../../data/use-answer';
import { timeText } from '../../format/time';
import { Link } from '../../ui/link';

const mostLines = 20;
const minute = 60_000;

/** What the app logged during a trace, and the error it ended with. */
export function TraceAround({ parts }: { parts: readonly ReadTrace[] }) {
  const [first] = parts;
  if (!first) return null;
  const failed = parts.find(({ outcome }) => outcome === 'error');
  return (
    <div class="panels trace-around">
      {failed && <ErrorOf trace={failed} />}
      <LinesOf traceId={first.traceId} />
    </div>
  );
}

/** An error counts as a whole when the last of its window happened, so a little later is looked at, too. */
function ErrorOf({ trace: { traceId, kind, name, at, durationMs } }: { trace: ReadTrace }) {
  const answer = useAnswer<ErrorsAnswer>(
    apiAddress('errors', {
      ...{ source: kind, name, order: 'lastAt' },
      ...{ from: at - minute, to: Math.ceil(at + durationMs + 10 * minute) },
    }),
  );
  const found = answer.data?.errors.find(({ samples }) =>
    samples.some((sample) => sample.traceId === traceId),
  );
  return (
    <section>
      <h3>Error</h3>
      {found ? (
        <p>
          <Link to="errors" with={{ group: found.group }}>
            {found.errorName}: {found.message}
          </Link>
          {found.frame && (
            <>
              {' '}
              at <code>{found.frame}</code>
            </>
          )}
        </p>
      ) : (
        <p>
          Not every error is kept with its trace.{' '}
          <Link to="errors" with={{ name }}>
            Errors of {name}
          </Link>
        </p>
      )}
    </section>
  );
}

function LinesOf({ traceId }: { traceId: string }) {
  const { data } = useAnswer<LogsAnswer>(
    apiAddress('logs', { traceId, from: 0, limit: mostLines }),
  );
  const lines = [...(data?.logs ?? [])].reverse();
  return (
    <section>
      <h3>Logged meanwhile</h3>
      {lines.length === 0 ? (
        <p class="note">
          Nothing was logged by this call, or <Link to="logs">logs are not recorded</Link>.
        </p>
      ) : (
        <ol class="trace-lines">
          {lines.map(({ at, level, message }, index) => (
            <li key={index}>
              <span class="note">{timeText(at)}</span> <strong>{level}</strong>{' '}
              <code>{message}</code>
            </li>
          ))}
        </ol>
      )}
      {data?.more && (
        <p>
          <Link to="logs" with={{ traceId }}>
            All lines of this trace
          </Link>
        </p>
      )}
    </section>
  );
}
