import type {
  ComparedRelease,
  ReleaseEntry,
  ReleasesAnswer,
} from '../../../../common/releases-answer';
import { agoText, timeText } from '../../format/time';

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
      <p class="said">
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

/** What an operator wants to know: is it worse, and where. */
export function sentenceOf(entries: readonly ReleaseEntry[], release: string): string {
  const of = (verdict: ReleaseEntry['verdict']) =>
    entries.filter((entry) => entry.verdict === verdict).map(({ name }) => name);
  const said = [
    part(of('more-errors'), 'fails more often', 'fail more often'),
    part(of('slower'), 'is slower', 'are slower'),
    part(of('faster'), 'is faster', 'are faster'),
    part(of('fewer-errors'), 'fails less often', 'fail less often'),
  ].filter((text) => text !== undefined);
  const unknown = of('unknown').length;
  const rest = unknown > 0 ? ` Of ${unknown} too little is known yet.` : '';
  if (said.length > 0) return `In ${release}, ${said.join('; ')}.${rest}`;
  return `Nothing is slower or fails more often in ${release}, beyond what chance does.${rest}`;
}

const mostNamed = 3;

function part(names: readonly string[], one: string, several: string): string | undefined {
  if (names.length === 0) return undefined;
  const others = names.length - mostNamed;
  const named = names.slice(0, mostNamed).join(', ');
  return `${named}${others > 0 ? ` and ${others} more` : ''} ${names.length === 1 ? one : several}`;
}
