import { type Shown, valueText } from '../format/value';
import { Share } from './share';
import type { Column } from './table-columns';

interface NumberColumn<Row> {
  readonly name: string;
  readonly title: string;
  readonly help?: string;
  readonly shown: Shown;
  readonly of: (row: Row) => number | undefined;
  /** From this value on it is set off from the others. */
  readonly alarmFrom?: number;
}

/** A column of numbers with their unit. */
export function numberColumn<Row>(column: NumberColumn<Row>): Column<Row> {
  const { name, title, help, shown, of, alarmFrom = Number.POSITIVE_INFINITY } = column;
  return {
    ...{ name, title, valueOf: of },
    ...(help !== undefined && { help }),
    show: (row) => {
      const value = of(row);
      const text = valueText(value, shown);
      return value !== undefined && value >= alarmFrom ? (
        <span class="alarming">{text}</span>
      ) : (
        text
      );
    },
  };
}

interface ShareColumn<Row> {
  readonly name: string;
  readonly title: string;
  readonly help: string;
  /** What it is a share of. */
  readonly whole: string;
  readonly of: (row: Row) => number | undefined;
}

/** A column of shares of a whole, as bars that are seen when one runs down the column. */
export function shareColumn<Row>(column: ShareColumn<Row>): Column<Row> {
  const { name, title, help, whole, of } = column;
  return {
    ...{ name, title, help, valueOf: of },
    show: (row) => <Share of={of(row)} label={`of ${whole}`} isPlain />,
  };
}
