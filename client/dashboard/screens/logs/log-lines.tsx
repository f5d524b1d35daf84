import type { ReadLog } from '../../../../common/read-logs';
import { timeText } from '../../format/time';
import { setParams } from '../../state/location';
import { Link } from '../../ui/link';

/** Lines of a log, as they were written; a long one is folded. */
export function LogLines({ lines }: { lines: readonly ReadLog[] }) {
  return (
    <section
      class="log-scroll"
      aria-label="Lines of the log"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      tabIndex={0}
    >
      <table class="log-lines">
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Level</th>
            <th scope="col">Line</th>
            <th scope="col">During</th>
            <th scope="col">Process</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => (
            <Line key={`${line.at}/${line.resource.instance}/${index}`} line={line} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

const foldedAt = 400;

function Line({
  line: { at, level, message, source, name, traceId, resource },
}: {
  line: ReadLog;
}) {
  return (
    <tr class={`log-${level}`}>
      <td class="log-time">{timeText(at)}</td>
      <td class="log-level">{level}</td>
      <td class="log-message">
        {message.length > foldedAt ? (
          <details>
            <summary>
              <code>{message.slice(0, foldedAt)} …</code>
            </summary>
            <code>{message}</code>
          </details>
        ) : (
          <code>{message}</code>
        )}
      </td>
      <td class="log-during">
        {name ? (
          <button
            type="button"
            class="row-name"
            onClick={() => setParams({ source, name, before: undefined })}
          >
            {name}
          </button>
        ) : (
          '–'
        )}{' '}
        {traceId && (
          <Link to="traces" with={{ trace: traceId }}>
            trace
          </Link>
        )}
      </td>
      <td class="note">{resource.host}</td>
    </tr>
  );
}
