import { valueText } from '../format/value';

interface Props {
  /** 0 to 1; more is drawn as 1. */
  readonly of: number | undefined;
  /** What it is a share of, for those who do not see the bar. */
  readonly label: string;
  /** Nothing is wrong with a large share. */
  readonly isPlain?: boolean;
  /** From where on it is a warning, and an alarm: 75 % and 90 %, unless given. */
  readonly warnFrom?: number;
  readonly badFrom?: number;
}

/** A share as a number and a bar; it turns to a warning, and to an alarm. */
export function Share({ of, label, isPlain = false, warnFrom = 0.75, badFrom = 0.9 }: Props) {
  if (of === undefined) return <>{valueText(of, 'ratio')}</>;
  const tone = isPlain ? '' : toneOf(of, warnFrom, badFrom);
  return (
    <span class={`share${tone}`}>
      <span class="share-text">
        {valueText(of, 'ratio')}
        <span class="visually-hidden"> {label}</span>
      </span>
      <span class="share-bar" aria-hidden="true">
        <span class="share-fill" style={{ width: `${Math.min(1, Math.max(0, of)) * 100}%` }} />
      </span>
    </span>
  );
}

function toneOf(share: number, warnFrom: number, badFrom: number): string {
  if (share >= badFrom) return ' share-bad';
  return share >= warnFrom ? ' share-warn' : '';
}
