import { shareText } from '../../format/share-text';
import { durationText } from '../../format/value';
import type { SplitKind, SplitPart } from './time-split';

/** Where the time of a call went, as one bar with its legend. */
export function SplitBar({ parts }: { parts: readonly SplitPart[] }) {
  return (
    <>
      <div class="time-split" aria-hidden="true">
        {parts.map(({ kind, share }) => (
          <span key={kind} class={classOf(kind)} style={{ width: `${100 * share}%` }} />
        ))}
      </div>
      <ul class="time-legend" aria-label="Where the time went">
        {parts.map(({ kind, share, durationMs }) => (
          <li key={kind}>
            <span class={`time-swatch ${classOf(kind)}`} aria-hidden="true" />
            {splitNames[kind]} {durationText(durationMs)} ({shareText(share)})
          </li>
        ))}
      </ul>
    </>
  );
}

const splitNames: Readonly<Record<SplitKind, string>> = {
  own: 'own code and unseen waits',
  call: 'other calls',
  queue: 'queue',
  fence: 'write fence',
  db: 'database',
  'http.client': 'HTTP out',
  email: 'e-mail',
  observe: 'observers',
  custom: 'own steps',
};

function classOf(kind: SplitKind): string {
  if (kind === 'own') return 'span-kind-run';
  if (kind === 'call') return 'span-kind-method';
  return `span-kind-${kind.replace('.', '-')}`;
}
