import { type Shown, valueText } from '../format/value';
import { Help } from './help';

interface Props {
  readonly label: string;
  readonly help: string;
  readonly value: number | undefined;
  readonly shown: Shown;
  /** A line below, such as what the value is out of. */
  readonly note?: string;
  /** `bad` and `warn` are said in words in the note, too. */
  readonly tone?: 'good' | 'warn' | 'bad';
}

/** One number that is read from afar. */
export function StatTile({ label, help, value, shown, note, tone }: Props) {
  return (
    <div class={`tile${tone ? ` tile-${tone}` : ''}`}>
      <span class="tile-label">
        <Help text={help}>{label}</Help>
      </span>
      <strong class="tile-value">{valueText(value, shown)}</strong>
      <span class="tile-note">{note ?? (value === undefined ? 'unknown' : '')}</span>
    </div>
  );
}
