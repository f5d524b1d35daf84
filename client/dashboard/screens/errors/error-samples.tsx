import type { ReadErrorSample } from '../../../../common/read-errors';
import { timeText } from '../../format/time';
import { params, setParams } from '../../state/location';
import { Link } from '../../ui/link';
import { ErrorStack } from './error-stack';

/** Some of the errors as they were, one at a time. */
export function ErrorSamples({ samples }: { samples: readonly ReadErrorSample[] }) {
  const picked = Number(params.value.sample) || 0;
  const sample = samples[picked] ?? samples[0];
  if (!sample) return <p class="note">No sample is kept: the store was short of room.</p>;
  return (
    <>
      <h3>Samples</h3>
      <fieldset class="samples">
        <legend class="visually-hidden">Which sample to show</legend>
        {samples.map((one, index) => (
          <button
            key={`${one.instance}/${one.at}`}
            type="button"
            aria-pressed={one === sample}
            onClick={() => setParams({ sample: index ? String(index) : undefined }, 'replace')}
          >
            {timeText(one.at)} {one.host}, {one.release}
          </button>
        ))}
      </fieldset>
      <Sample sample={sample} />
    </>
  );
}

function Sample({ sample: { message, stack, causes = [], traceId } }: { sample: ReadErrorSample }) {
  return (
    <div class="sample">
      <p>
        <code>{message}</code>
      </p>
      {causes.length > 0 && (
        <p>
          Caused by{' '}
          {causes.map((cause, index) => (
            <code key={`${index}/${cause}`}>
              {index > 0 && ' ← '}
              {cause}
            </code>
          ))}
        </p>
      )}
      {traceId && (
        <p>
          <Link to="traces" with={{ trace: traceId }}>
            Its trace
          </Link>{' '}
          shows what the call did before.{' '}
          <Link to="logs" with={{ traceId }}>
            Its lines of the log
          </Link>
        </p>
      )}
      {stack ? <ErrorStack stack={stack} /> : <p class="note">It came without a stack.</p>}
    </div>
  );
}
