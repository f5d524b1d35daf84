import type { ComparedRelease, ReleasesAnswer } from '../../../../common/releases-answer';
import { agoText, timeText } from '../../format/time';
import { sentenceOf } from './release-sentence';

/** Which two releases are compared, over which time, and what came out, in a sentence. */
export function Compared({ answer }: { answer: ReleasesAnswer }) {
  const { a, b, over, reason, entries } = answer;
  if (!a || !b) {
    return (
      <p class="empty">
        {reason ?? 'There is only one release in this range.'} The release is the option release,
        RADIANT_RELEASE, or what your host tells: a commit or a version.
      </p>
    );
  }
  return (
    <>
      <div class="sides">
        <Side title="From" of={a} />
        <Side title="To" of={b} />
      </div>
      <p class="sentence">{sentenceOf(entries, b.release)}</p>
      <p class="note">
        {over === 'overlap'
          ? 'Both ran at the same time, so their calls met the same traffic.'
          : 'They ran one after the other: traffic may have been another, so look twice.'}
      </p>
    </>
  );
}

function Side({
  title,
  of: { release, startedAt, instances, from, to },
}: {
  title: string;
  of: ComparedRelease;
}) {
  return (
    <div class="side">
      <span class="tile-label">{title}</span>
      <strong>{release}</strong>
      <span class="tile-note">
        started {agoText(startedAt)}, {instances} {instances === 1 ? 'process' : 'processes'}; calls
        from {timeText(from)} to {timeText(to)}
      </span>
    </div>
  );
}
