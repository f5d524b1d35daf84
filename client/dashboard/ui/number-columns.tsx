import { type Shown, valueText } from '../format/value';
import { Impact } from './impact';
import type { Column } from './table-columns';

interface NumberColumn<Row> {
  readonly name: string;
  readonly title: string;
  readonly help: string;
  readonly shown: Shown;
  readonly of: (row: Row) => number | undefined;
  /** From this value on it is set off from the others. */
  readonly alarmFrom?: number;
}

/** A column of numbers with their unit. */
export function numberColumn<Row>(column: NumberColumn<Row>): Column<Row> {
  const { name, title, help, shown, of, alarmFrom = Number.POSITIVE_INFINITY } = column;
  return {
    ...{ name, title, help, valueOf: of },
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

/** A column of shares of the whole. */
export function impactColumn<Row>(help: string, of: (row: Row) => number | undefined): Column<Row> {
  return {
    ...{ name: 'impact', title: 'Impact', help, valueOf: of },
    show: (row) => <Impact share={of(row)} />,
  };
}
