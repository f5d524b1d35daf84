import { valueText } from '../../format/value';
import { heatLevel, heatWords } from './heat-level';

const marks = [1, 2, 3, 4, 5];

/** A rate with how much it is among others, as bars, as shade, and in words. */
export function Heat({ value, most }: { value: number | undefined; most: number }) {
  const level = heatLevel(value, most);
  return (
    <span class={`observer-heat observer-heat-${level}`}>
      {valueText(value, 'perSecond')}
      <span class="observer-heat-bars" aria-hidden="true">
        {marks.map((mark) => (
          <span
            key={mark}
            class={mark <= level ? 'observer-heat-mark observer-heat-on' : 'observer-heat-mark'}
          />
        ))}
      </span>
      {value !== undefined && <span class="visually-hidden"> ({heatWords[level]})</span>}
    </span>
  );
}
